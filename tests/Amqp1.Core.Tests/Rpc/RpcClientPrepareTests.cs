using System.Text.Json;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests that a prepared client replaces only the settings that it is given.</summary>
public sealed class RpcClientPrepareTests : FaultTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Each_part_of_the_target_is_replaced_or_kept()
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1");
        var client = transport.CreateRpcClient(Target.ForTopic("t0"));

        var first = client.Prepare("e1", "t1", "n1", "1.1", "s1", fanout: true);
        var second = first.Prepare("e2", "t2", "n2", "2.2", "s2", fanout: false);

        client.Target.ShouldBe(Target.ForTopic("t0"));
        first.Target.ShouldBe(new Target { Exchange = "e1", Topic = "t1", Namespace = "n1", Version = "1.1", Server = "s1", Fanout = true });
        first.Prepare().Target.ShouldBe(first.Target);
        second.Target.ShouldBe(new Target { Exchange = "e2", Topic = "t2", Namespace = "n2", Version = "2.2", Server = "s2" });
    }

    [Theory]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("1.x")]
    [InlineData("one")]
    public async Task A_malformed_version_is_refused(string version)
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1");
        var client = transport.CreateRpcClient(Target.ForTopic("t"));

        Should.Throw<MessagingException>(() => client.Prepare(version: version));
    }

    [Fact]
    public async Task A_version_cap_is_replaced_or_kept()
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1");
        var client = transport.CreateRpcClient(Target.ForTopic("t"));

        var capped = client.Prepare(versionCap: "1.5");

        client.CanSendVersion("9.9").ShouldBeTrue();
        capped.Prepare(topic: "other").CanSendVersion("1.6").ShouldBeFalse();
        capped.Prepare(topic: "other").CanSendVersion("1.5").ShouldBeTrue();
        capped.Prepare(versionCap: "2.3").CanSendVersion("2.2").ShouldBeTrue();
        capped.Prepare(version: "1.6").CanSendVersion().ShouldBeFalse();
    }

    [Fact]
    public async Task Only_versions_within_the_cap_are_sent()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var capped = driver.Client().Prepare(versionCap: "1.5");

        var refused = await Should.ThrowAsync<RpcVersionCapException>(capped.Prepare(version: "1.6").CastAsync("echo", null, Limit));
        await Should.ThrowAsync<RpcVersionCapException>(capped.Prepare(version: "2.0").CallAsync("echo", null, Limit));
        await capped.Prepare(version: "1.4").CastAsync("echo", null, Limit);

        (refused.Version, refused.VersionCap).ShouldBe(("1.6", "1.5"));
        VersionOf(peer.Transfers().ShouldHaveSingleItem()).ShouldBe("1.4");
    }

    [Fact]
    public async Task The_timeout_of_call_monitoring_is_replaced_or_kept()
    {
        var monitored = new Func<RpcClient, RpcClient>(static client => client.Prepare(callMonitorTimeout: TimeSpan.FromSeconds(5)));

        MonitorOf(await SentByAsync(static client => client)).ShouldBeNull();
        MonitorOf(await SentByAsync(client => monitored(client).Prepare(ns: "n"))).ShouldBe(5);
        MonitorOf(await SentByAsync(client => monitored(client).Prepare(callMonitorTimeout: TimeSpan.FromSeconds(7)))).ShouldBe(7);
    }

    [Fact]
    public async Task The_timeout_is_replaced_or_kept()
    {
        var quick = new Func<RpcClient, RpcClient>(static client => client.Prepare(timeout: TimeSpan.FromSeconds(5)));

        (await SentByAsync(static client => client)).Message.Header.Ttl.ShouldBe(30_000u);
        (await SentByAsync(client => quick(client).Prepare(ns: "n"))).Message.Header.Ttl.ShouldBe(5_000u);
        (await SentByAsync(client => quick(client).Prepare(timeout: TimeSpan.FromSeconds(7)))).Message.Header.Ttl.ShouldBe(7_000u);
    }

    [Fact]
    public async Task The_context_is_replaced_or_kept()
    {
        var alice = new Func<RpcClient, RpcClient>(static client => client.Prepare(context: MessagingContext.FromUtf8("""{"user":"alice"}"""u8.ToArray())));

        UserOf(await SentByAsync(client => alice(client).Prepare(ns: "n"))).ShouldBe("alice");
        UserOf(await SentByAsync(client => alice(client).Prepare(context: MessagingContext.FromUtf8("""{"user":"bob"}"""u8.ToArray())))).ShouldBe("bob");
    }

    [Fact]
    public async Task The_number_of_retries_is_replaced_or_kept()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Release);
        await using var driver = Driver.Start(peer);
        var client = driver.Client(retry: 1);

        await Should.ThrowAsync<MessageDeliveryException>(client.Prepare(ns: "kept").CastAsync("echo", null, Limit));
        peer.Transfers().Count.ShouldBe(2);
        await Should.ThrowAsync<MessageDeliveryException>(client.Prepare(retry: 2).CastAsync("echo", null, Limit));

        peer.Transfers().Count.ShouldBe(5);
    }

    /// <summary>Returns the request that the prepared client sends.</summary>
    private async Task<PeerTransfer> SentByAsync(Func<RpcClient, RpcClient> prepare)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var call = prepare(driver.Transport.CreateRpcClient(Target.ForTopic("test-topic"))).CallAsync("echo", null, cancel.Token);
        var sent = await peer.TransferAsync(static _ => true, Limit);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        return sent;
    }

    private static string? VersionOf(PeerTransfer sent) => JsonElement.Parse(sent.Body).GetProperty("request").GetProperty("version").GetString();

    private static string? UserOf(PeerTransfer sent) => JsonElement.Parse(sent.Body).GetProperty("context").GetProperty("user").GetString();

    private static double? MonitorOf(PeerTransfer sent) =>
        JsonElement.Parse(sent.Body).TryGetProperty("call_monitor_timeout", out var timeout) && timeout.ValueKind == JsonValueKind.Number ? timeout.GetDouble() : null;
}
