namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>Tests that an idle service does not wake up.</summary>
public sealed class IdleWakesTests : FaultTest
{
    private const int Minutes = 10;
    private const int MostWakesASecond = 5;

    [Fact]
    public async Task An_idle_service_with_heartbeats_both_ways_wakes_less_than_five_times_a_second()
    {
        var clock = new WakeCounter();
        await using var peer = ScriptedPeer.Start(script => script.IdleTimeout = TimeSpan.FromSeconds(8));
        await using var driver = Driver.Start(peer, options => options.Connection.IdleTimeout = TimeSpan.FromMinutes(2 * Minutes), clock);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        await driver.ListenAsync(new TestListener("news"), Limit);

        // The deadlines that calls leave behind on the wheel count, too.
        for (var i = 0; i < 20; i++)
        {
            await driver.Client().CallAsync<string>("echo", Echo("x"), Limit);
            clock.Fake.Advance(TimeSpan.FromMilliseconds(70));
        }

        var before = clock.Wakes;
        for (var second = 0; second < Minutes * 60; second++)
        {
            clock.Fake.Advance(TimeSpan.FromSeconds(1));
        }

        (clock.Wakes - before).ShouldBeLessThan(Minutes * 60 * MostWakesASecond);
        clock.Wakes.ShouldBeGreaterThan(before, "The heartbeats every 4 s are wakes.");
        peer.Events.All<ConnectionEnded>().ShouldBeEmpty();
        (await driver.Client().CallAsync<string>("echo", Echo("still there"), Limit)).ShouldBe("still there");
    }
}
