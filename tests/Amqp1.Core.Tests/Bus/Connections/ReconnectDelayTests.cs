using System.Globalization;
using System.Text.RegularExpressions;
using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>Tests of the delays before attempts to connect, as reported in the log.</summary>
public sealed partial class ReconnectDelayTests : FaultTest
{
    private const int Connected = 1000;
    private const int ConnectFailed = 1001;
    private const int ConnectionLost = 1002;

    private readonly LogRecords _log = new();

    [Fact]
    public async Task Delays_double_from_attempt_to_attempt_up_to_the_longest()
    {
        await using var peer = ScriptedPeer.Start();
        await peer.StopAsync();
        await using var driver = Driver.Start(peer, Growing, loggers: _log);

        var failed = await _log.All.ReachAsync<LogRecord>(5, record => record.Id == ConnectFailed, Limit);

        int[] longest = [8, 16, 32, 40, 40];
        for (var attempt = 0; attempt < longest.Length; attempt++)
        {
            DelayOf(failed[attempt]).TotalMilliseconds.ShouldBeInRange(longest[attempt] / 2.0, longest[attempt]);
        }
    }

    [Fact]
    public async Task A_connection_that_opens_makes_the_next_delay_the_first_again()
    {
        await using var peer = ScriptedPeer.Start();
        await peer.StopAsync();
        await using var driver = Driver.Start(peer, Growing, loggers: _log);
        await _log.All.ReachAsync<LogRecord>(4, record => record.Id == ConnectFailed, Limit);

        peer.Resume();
        await _log.FirstAsync(Connected, Limit);
        await peer.StopAsync();

        // There is a delay here too, because all clients of a router that restarts would connect at the same moment without it.
        DelayOf(await _log.FirstAsync(ConnectionLost, Limit)).TotalMilliseconds.ShouldBeInRange(4, 8);
    }

    private static void Growing(Amqp1Options options)
    {
        options.Connection.RetryInterval = TimeSpan.FromMilliseconds(8);
        options.Connection.RetryBackoff = 2;
        options.Connection.RetryIntervalMax = TimeSpan.FromMilliseconds(40);
    }

    private static TimeSpan DelayOf(LogRecord record) =>
        TimeSpan.Parse(NextAttempt().Match(record.Text).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("the next attempt (?:to connect )?starts in ([0-9:.]+):")]
    private static partial Regex NextAttempt();
}
