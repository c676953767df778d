using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Security;

/// <summary>
/// Tests with two hosts that have different names and certificates. Each must be checked against its own name, in any order.
/// </summary>
public sealed class TlsFailoverTests : FaultTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "47")]
    [Trait("EdgeCase", "2")]
    public async Task When_the_connection_is_cut_everything_comes_up_on_the_other_host_over_tls(bool reset)
    {
        await FailOverAsync(peer => peer.StopAsync(reset));
    }

    [Fact]
    [Trait("Conformance", "48")]
    public async Task When_the_peer_closes_everything_comes_up_on_the_other_host_over_tls()
    {
        await FailOverAsync(peer =>
        {
            peer.CloseAll();
            return Task.CompletedTask;
        });
    }

    [Fact]
    [Trait("Conformance", "49")]
    public async Task When_the_peer_falls_silent_everything_comes_up_on_the_other_host_over_tls()
    {
        await FailOverAsync(
            peer =>
            {
                peer.FreezeAll();
                return Task.CompletedTask;
            },
            options => options.Connection.IdleTimeout = TimeSpan.FromSeconds(2));
    }

    [Fact]
    [Trait("Conformance", "50")]
    public async Task Two_servers_of_a_target_come_up_on_the_other_host_over_tls_and_both_get_fanouts()
    {
        await using var pair = new TlsPair();
        await using var driver = Driver.Start(pair.Url, pair.Trust);
        var first = new TestEndpoint();
        var second = new TestEndpoint();
        await driver.ServeAsync(first, "first", cancel: Limit);
        await driver.ServeAsync(second, "second", cancel: Limit);
        await driver.Client().CallAsync<string>("echo", Echo("call"), Limit);
        var live = pair.Live;
        await ReceiversAsync(live, 7);
        await FanoutReachesBothAsync("before");

        await live.StopAsync();

        await ReceiversAsync(pair.Other(live), 7);
        await FanoutReachesBothAsync("after");

        async Task FanoutReachesBothAsync(string data)
        {
            await driver.Client().FanoutAsync("echo", Echo(data), Limit);
            await first.Requests.FirstAsync<string>(request => request == data, Limit);
            await second.Requests.FirstAsync<string>(request => request == data, Limit);
        }
    }

    private async Task FailOverAsync(Func<ScriptedPeer, Task> lose, Action<Amqp1Options>? change = null)
    {
        await using var pair = new TlsPair();
        await using var driver = Driver.Start(pair.Url, options =>
        {
            pair.Trust(options);
            change?.Invoke(options);
        });
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("before"), Limit)).ShouldBe("before");
        var live = pair.Live;
        await ReceiversAsync(live, 4);

        await lose(live);

        await ReceiversAsync(pair.Other(live), 4);
        (await driver.Client().CallAsync<string>("echo", Echo("after"), Limit)).ShouldBe("after");
    }

    private async Task ReceiversAsync(ScriptedPeer peer, int count) =>
        await peer.Events.ReachAsync<LinkAttached>(count, attached => !attached.Link.ClientSends, Limit);
}
