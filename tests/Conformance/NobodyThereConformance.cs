using Amqp1.Conformance.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of messages to addresses that nobody serves.</summary>
public abstract class NobodyThereConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private const string StoresMessages = "A broker stores messages, so that their sender cannot know whether anybody will consume them.";

    [Fact]
    [Trait("Conformance", "74")]
    public async Task Calls_and_casts_to_nobody_end_after_the_grace_period_and_a_fanout_succeeds()
    {
        Assert.SkipUnless(SettlesEndToEnd, StoresMessages);
        var here = await ConnectAsync(options => options.Rpc.NoServerGrace = TimeSpan.FromMilliseconds(200));
        var client = here.Client(Topic);

        var call = await Should.ThrowAsync<NoServerException>(client.CallAsync("echo", cancel: Limit));
        var cast = await Should.ThrowAsync<NoServerException>(client.CastAsync("echo", cancel: Limit));
        var directed = await Should.ThrowAsync<NoServerException>(here.Client(Topic, "server").CallAsync("echo", cancel: Limit));
        await client.FanoutAsync("echo", cancel: Limit);

        call.InDoubt.ShouldBeFalse();
        cast.InDoubt.ShouldBeFalse();
        directed.InDoubt.ShouldBeFalse();
    }

    [Fact]
    [Trait("Conformance", "74")]
    public async Task A_call_to_a_server_that_has_stopped_ends_after_the_grace_period()
    {
        Assert.SkipUnless(SettlesEndToEnd, StoresMessages);
        // The routers of a mesh tell each other about a new address within this time.
        var here = await ConnectAsync(options => options.Rpc.NoServerGrace = TimeSpan.FromSeconds(2));
        var there = await ConnectAsync();
        var server = await there.ServeAsync(new TestEndpoint(), Topic, Limit);
        var client = here.Client(Topic);
        (await client.CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        await server.StopAsync(Limit);

        await Should.ThrowAsync<NoServerException>(client.CallAsync("echo", cancel: Limit));
    }

    [Fact]
    [Trait("Conformance", "75")]
    public async Task A_call_waits_for_a_server_that_starts_within_the_grace_period()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var call = here.Client(Topic).CallAsync<string>("echo", Echo("x"), Limit);

        await there.ServeAsync(new TestEndpoint(), Topic, Limit);

        (await call).ShouldBe("x");
    }

    [Fact]
    [Trait("Conformance", "74")]
    public async Task A_notification_for_nobody_ends_after_the_grace_period()
    {
        Assert.SkipWhen(StoresNotifications, StoresMessages);
        var here = await ConnectAsync(options => options.Notifications.NoListenerGrace = TimeSpan.FromMilliseconds(200));

        var failure = await Should.ThrowAsync<NoListenerException>(here.Notifier(Topic).InfoAsync("event", null, cancel: Limit));

        failure.InDoubt.ShouldBeFalse();
    }
}
