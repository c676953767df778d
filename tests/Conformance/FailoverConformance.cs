using Amqp1.Configuration;
using Amqp1.Conformance.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of connections that are lost.</summary>
public abstract class FailoverConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Fact]
    [Trait("Conformance", "31")]
    [Trait("Conformance", "34")]
    public Task Servers_and_clients_come_back_over_another_host_when_the_connection_is_cut() => FailOverAsync(relay => relay.Cut());

    [Fact]
    [Trait("Conformance", "33")]
    [Trait("Conformance", "34")]
    public Task Servers_and_clients_come_back_over_another_host_when_the_first_falls_silent() =>
        FailOverAsync(
            relay => relay.FallSilent(),
            options => options.Connection.IdleTimeout = options.Rabbit.HeartbeatTimeout = TimeSpan.FromSeconds(3));

    [Theory]
    [InlineData("no-such-host.invalid:5672")]
    [InlineData("127.0.0.1:1")]
    [Trait("Conformance", "59")]
    public async Task A_host_that_is_not_there_costs_an_attempt_and_the_other_is_used(string missing)
    {
        var url = await UrlAsync();
        var here = await ConnectToAsync(url.Replace("://", $"://{missing},", StringComparison.Ordinal));
        await here.ServeAsync(new TestEndpoint(), Topic, Limit);

        (await here.Client(Topic).CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
    }

    private async Task FailOverAsync(Action<Relay> fail, Action<Amqp1Options>? configure = null)
    {
        var url = await UrlAsync();
        var scheme = url[..url.IndexOf(':', StringComparison.Ordinal)];
        var intermediary = TransportUrl.Parse(url).Hosts[0];
        var (one, two) = (Keep(new Relay(intermediary)), Keep(new Relay(intermediary)));
        var user = intermediary.User is { } name ? $"{Uri.EscapeDataString(name)}:{Uri.EscapeDataString(intermediary.Password ?? "")}@" : "";
        var moving = await ConnectToAsync($"{scheme}://{user}{one.Host},{user}{two.Host}", configure);
        var direct = await ConnectAsync();
        var first = new TestEndpoint();
        var second = new TestEndpoint();
        await moving.ServeAsync(first, Topic, Limit);
        await moving.ServeAsync(second, Topic, Limit);
        await EverythingWorksAsync("before");
        var (from, to) = one.IsUsed ? (one, two) : (two, one);
        to.IsUsed.ShouldBeFalse();
        var host = moving.Transport.Status.Host;

        fail(from);

        await MovedAsync(moving.Transport, host);
        to.IsUsed.ShouldBeTrue();
        while (moving.Transport.Status.Receivers < 6)
        {
            // Each call is a round trip, during which the links of the two servers may be attached.
            await moving.Client(Topic).CallAsync("echo", Echo("back"), Limit);
        }

        await EverythingWorksAsync("after");

        async Task EverythingWorksAsync(string when)
        {
            (await moving.Client(Topic).CallAsync<string>("echo", Echo($"out {when}"), Limit)).ShouldBe($"out {when}");
            (await direct.Client(Topic, "server").CallAsync<string>("echo", Echo($"in {when}"), Limit)).ShouldBe($"in {when}");
            await direct.Client(Topic).FanoutAsync("echo", Echo(when), Limit);
            await first.Requests.FirstAsync<string>(data => data == when, Limit);
            await second.Requests.FirstAsync<string>(data => data == when, Limit);
            // After two calls, any other message that the fanout could have sent has arrived.
            await direct.Client(Topic, "server").CallAsync("echo", Echo("last"), Limit);
            await direct.Client(Topic, "server").CallAsync("echo", Echo("last"), Limit);
            first.Requests.Count<string>(data => data == when).ShouldBe(1);
            second.Requests.Count<string>(data => data == when).ShouldBe(1);
        }
    }

    /// <summary>Completes when the connection is open at another host.</summary>
    private async Task MovedAsync(MessagingTransport transport, string? from)
    {
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged(ConnectionStatus status)
        {
            if (status.State == ConnectionState.Open && status.Host != from)
            {
                moved.TrySetResult();
            }
        }

        transport.StatusChanged += OnChanged;
        OnChanged(transport.Status);
        await moved.Task.WaitAsync(Limit);
    }
}
