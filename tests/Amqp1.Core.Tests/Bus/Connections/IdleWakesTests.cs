namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>Tests that an idle service does not wake up.</summary>
public sealed class IdleWakesTests : FaultTest
{
    private const int Minutes = 10;
    private const int MostWakesASecond = 5;
    private const int StepsASecond = 100;

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

        // The steps are short, so that a timer that is set again whenever it fires is noticed. A thread of its own takes them, because this
        // one may be executing a batch of the pump, which is watched until it ends.
        await Task.Run(
            () =>
            {
                for (var step = 0; step < Minutes * 60 * StepsASecond; step++)
                {
                    clock.Fake.Advance(TimeSpan.FromSeconds(1.0 / StepsASecond));
                }
            },
            Limit);

        (clock.Wakes - before).ShouldBeLessThan(Minutes * 60 * MostWakesASecond);
        clock.Wakes.ShouldBeGreaterThan(before, "The heartbeats every 4 s are wakes.");
        peer.Events.All<ConnectionEnded>().ShouldBeEmpty();
        (await driver.Client().CallAsync<string>("echo", Echo("still there"), Limit)).ShouldBe("still there");
    }
}
