namespace Amqp1.Cli.Commands.Pings;

/// <summary>The result of several pings of one server.</summary>
/// <param name="Server">The name of the server; null for any server of the topic.</param>
/// <param name="Sent">The number of pings.</param>
/// <param name="RoundTrips">The round trips of the pings that were answered.</param>
/// <param name="Answer">The last answer: <c>pong</c>, or the class of the error; null when there was none.</param>
internal sealed record PingResult(string? Server, int Sent, IReadOnlyList<TimeSpan> RoundTrips, string? Answer)
{
    /// <summary>The number of answers.</summary>
    public int Answers => RoundTrips.Count;

    /// <summary>The shortest round trip; null without answers.</summary>
    public TimeSpan? Least => Answers == 0 ? null : RoundTrips.Min();

    /// <summary>The longest round trip; null without answers.</summary>
    public TimeSpan? Most => Answers == 0 ? null : RoundTrips.Max();

    /// <summary>The mean of the round trips; null without answers.</summary>
    public TimeSpan? Mean => Answers == 0 ? null : TimeSpan.FromTicks((long)RoundTrips.Average(trip => trip.Ticks));
}
