using Amqp1.Bus;

namespace Amqp1.Core.Tests.Bus;

/// <summary>The delays of specification B.4.</summary>
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
        var backoff = new Backoff(TimeSpan.FromSeconds(initial), factor, TimeSpan.FromSeconds(cap));

        foreach (var delay in delays.Split(' '))
        {
            backoff.Next().ShouldBe(TimeSpan.FromSeconds(int.Parse(delay, System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void After_a_reset_the_series_begins_again()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30));
        _ = backoff.Next();
        _ = backoff.Next();

        backoff.Reset();

        backoff.Next().ShouldBe(TimeSpan.FromSeconds(1));
        backoff.Next().ShouldBe(TimeSpan.FromSeconds(2));
    }
}
