//! Answers that get lost on the way, and clients that ask again with the same key: one effect for each key.

use crate::place::Place;
use crate::postgres::Postgres;
use crate::raw::extent;
use crate::sip::Caller;
use crate::writes::{Dice, WRITERS, Write, sign_in, total};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// How an answer gets lost.
#[derive(Clone, Copy)]
enum Cut {
    /// As soon as the request is with the server.
    Early,
    /// When it is there: none of it.
    None,
    /// When it is there: half of it.
    Half,
}

/// Carries one connection with one request, and loses the answer if told to.
async fn carry(mut client: TcpStream, to: SocketAddr, cut: Option<Cut>) -> std::io::Result<()> {
    let mut server = TcpStream::connect(to).await?;
    let Some(cut) = cut else {
        copy_bidirectional(&mut client, &mut server).await?;
        return Ok(());
    };
    let mut request = Vec::new();
    while extent(&request).is_none_or(|(head, body)| request.len() < head + body) {
        if client.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    server.write_all(&request).await?;
    if matches!(cut, Cut::Early) {
        return Ok(());
    }
    let mut answer = vec![0; 64 * 1024];
    let count = server.read(&mut answer).await?;
    if matches!(cut, Cut::Half) {
        client.write_all(&answer[..count / 2]).await?;
    }
    Ok(())
}

/// Between clients and server: three of ten answers do not get through. Gives its address and how many it has lost.
async fn lossy(to: SocketAddr) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, lost) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&lost);
    tokio::spawn(async move {
        let mut dice = Dice::new();
        while let Ok((client, _)) = listener.accept().await {
            let cut = (dice.below(10) < 3).then(|| [Cut::Early, Cut::None, Cut::Half][dice.below(3)]);
            counted.fetch_add(usize::from(cut.is_some()), Ordering::Relaxed);
            tokio::spawn(carry(client, to, cut));
        }
    });
    (address, lost)
}

/// Sends so many writes, each until it is answered; gives their cases.
async fn send(caller: Caller, place: usize, writes: usize) -> Vec<String> {
    let mut cases = Vec::new();
    for n in 0..writes {
        let write = Write::new(WRITERS[place], format!("cut-{place}-{n:05}"), n);
        let answer = loop {
            // No whole answer: the same again.
            if let Some(answer) = write.report(&caller).await {
                break answer;
            }
        };
        assert_eq!(answer.status, 201, "{} {}", write.key, answer.text);
        cases.push(answer.json()["id"].as_str().unwrap().to_owned());
    }
    cases
}

async fn every_key_makes_one_case(place: &Place) {
    let posts: usize = std::env::var("SIP_CUT_POSTS").map_or(300, |posts| posts.parse().unwrap());
    let each = posts.div_ceil(WRITERS.len());
    let server = place.serve();
    let caller = server.caller();
    sign_in(&caller).await;
    let before = total(&caller).await;
    let (address, lost) = lossy(server.address()).await;
    let clients: Vec<_> = (0..WRITERS.len()).map(|n| tokio::spawn(send(caller.through(address), n, each))).collect();
    let mut cases = BTreeSet::new();
    for client in clients {
        cases.extend(client.await.unwrap());
    }
    let keys = each * WRITERS.len();
    assert_eq!(cases.len(), keys, "two keys made one case");
    assert_eq!(total(&caller).await - before, keys, "one key made two cases");
    let lost = lost.load(Ordering::Relaxed);
    assert!(lost > keys / 5, "only {lost} answers of {keys} were lost");
    println!("{keys} keys, {lost} answers lost, {} cases", cases.len());
    drop(server);
    place.assert_sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_answers_make_no_second_case() {
    let folder = TempDir::new().unwrap();
    every_key_makes_one_case(&Place::file(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_answers_make_no_second_case_on_a_database_server() {
    let (folder, database) = (TempDir::new().unwrap(), Postgres::start());
    every_key_makes_one_case(&Place::on(&database, folder.path())).await;
}
