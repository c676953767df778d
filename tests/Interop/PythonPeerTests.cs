using System.Text.Json.Nodes;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of the harness: a peer that misbehaves must not make a test hang, and the reason must be visible.</summary>
public sealed class PythonPeerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiting_for_a_peer_that_dies_fails_with_what_it_wrote_to_its_standard_error()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var peer = PythonPeer.Start("rpc_client.py", ["--url", "amqp://127.0.0.1:1", "--topic", "t", "--no-such-argument"]);

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => peer.NextAsync("ready", Cancel));

        failure.Message.ShouldContain("exit code 2");
        failure.Message.ShouldContain("--no-such-argument");
    }

    [Fact]
    public async Task A_peer_leaves_at_the_end_of_its_input_without_any_bus()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var peer = await PythonPeer.StartReadyAsync("rpc_client.py", Cancel, "--url", "amqp://127.0.0.1:1", "--topic", "t");

        (await peer.StopAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_peer_leaves_when_it_is_told_to_stop()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var peer = await PythonPeer.StartReadyAsync("notifier.py", Cancel, "--url", "amqp://127.0.0.1:1", "--topic", "t");

        await peer.SendAsync(new JsonObject { ["command"] = "stop" }, Cancel);

        (await peer.Exited.WaitAsync(Limits.Exit, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_killed_peer_ends_every_wait_for_its_events()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var peer = await PythonPeer.StartReadyAsync("rpc_client.py", Cancel, "--url", "amqp://127.0.0.1:1", "--topic", "t");
        var waiting = peer.NextAsync("never", Cancel);

        peer.Kill();

        await Should.ThrowAsync<InvalidOperationException>(() => waiting);
    }

    [Fact]
    public async Task An_event_is_taken_once_and_stays_in_the_record()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var peer = await PythonPeer.StartReadyAsync("rpc_client.py", Cancel, "--url", "amqp://127.0.0.1:1", "--topic", "t");

        await peer.SendAsync(new JsonObject { ["command"] = "bogus" }, Cancel);
        var reported = await peer.NextAsync("error", Cancel);

        reported.GetProperty("text").GetString()!.ShouldContain("bogus");
        peer.Events.Select(occurred => occurred.GetProperty("event").GetString()).ShouldBe(["ready", "error"]);
        peer.NextAsync("ready", Cancel).IsCompleted.ShouldBeFalse();
    }
}
