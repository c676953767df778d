using Amqp1.Bus;
using Amqp1.Bus.Connections;

namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>Tests of the delays of docs/spec/connection.md#reconnecting.</summary>
public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 2, 30, "1 2 4 8 16 30 30 30")]
    [InlineData(1, 1, 30, "1 1 1 1")]
    [InlineData(5, 1, 30, "5 5 5")]
    [InlineData(1, 3, 10, "1 3 9 10 10")]
    [InlineData(40, 2, 30, "30 30 30")]
    [InlineData(5, 0, 30, "5 1 1 1")]
    [Trait("Conformance", "66")]
    [Trait("EdgeCase", "43")]
    [Trait("EdgeCase", "47")]
    public void Delays_are_multiplied_up_to_the_cap_and_never_below_a_second(int initial, int factor, int cap, string delays)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(initial), factor, TimeSpan.FromSeconds(cap), new FixedRandom(0));

        foreach (var delay in delays.Split(' '))
        {
            backoff.Next().ShouldBe(TimeSpan.FromSeconds(int.Parse(delay, System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void A_fleet_does_not_come_back_in_step()
    {
        var random = new Random(4711);
        var fleet = Enumerable.Range(0, 1000).Select(_ => new Backoff(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30), random)).ToArray();

        foreach (var longest in new[] { 1.0, 2, 4, 8, 16, 30, 30 })
        {
            var delays = fleet.Select(backoff => backoff.Next().TotalSeconds / longest).ToArray();

            delays.ShouldAllBe(delay => delay >= 0.5 && delay <= 1);
            foreach (var tenth in delays.GroupBy(delay => Math.Min((int)((delay - 0.5) * 20), 9)))
            {
                tenth.Count().ShouldBeInRange(50, 150);
            }
        }
    }

    [Fact]
    public void The_random_part_does_not_change_how_delays_grow()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30), new FixedRandom(0.5));

        backoff.Next().ShouldBe(TimeSpan.FromSeconds(0.75));
        backoff.Next().ShouldBe(TimeSpan.FromSeconds(1.5));
        backoff.Next().ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void After_a_reset_the_series_begins_again()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30), new FixedRandom(0));
        _ = backoff.Next();
        _ = backoff.Next();

        backoff.Reset();

        backoff.Next().ShouldBe(TimeSpan.FromSeconds(1));
        backoff.Next().ShouldBe(TimeSpan.FromSeconds(2));
    }
}
