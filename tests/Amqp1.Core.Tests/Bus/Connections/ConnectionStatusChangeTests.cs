using Amqp1.Bus;
using Amqp1.Bus.Connections;

namespace Amqp1.Core.Tests.Bus.Connections;

public sealed class ConnectionStatusChangeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Failing_attempts_are_one_outage_that_began_with_the_loss()
    {
        var open = new ConnectionStatus(ConnectionState.Open, Start) { Host = "a:1" };

        var lost = Apply(open, ConnectionState.Reconnecting, null, "reset by peer", 10);
        var trying = Apply(lost, ConnectionState.Connecting, "b:2", null, 11);
        var failed = Apply(trying, ConnectionState.Disconnected, null, "refused", 12);

        lost.ShouldBe(open with { State = ConnectionState.Reconnecting, Since = Start.AddSeconds(10), LastError = "reset by peer", LastErrorHost = "a:1" });
        trying.State.ShouldBe(ConnectionState.Reconnecting);
        trying.Host.ShouldBe("b:2");
        trying.LastError.ShouldBe("reset by peer");
        trying.LastErrorHost.ShouldBe("a:1");
        failed.State.ShouldBe(ConnectionState.Reconnecting);
        failed.Since.ShouldBe(Start.AddSeconds(10));
        failed.LastError.ShouldBe("refused");
        failed.LastErrorHost.ShouldBe("b:2");
    }

    [Fact]
    public void The_first_attempt_is_connecting_and_being_open_begins_anew()
    {
        var connecting = Apply(new ConnectionStatus(ConnectionState.Disconnected, Start), ConnectionState.Connecting, "a:1", null, 1);
        var open = Apply(connecting, ConnectionState.Open, null, null, 5);

        connecting.State.ShouldBe(ConnectionState.Connecting);
        connecting.Since.ShouldBe(Start);
        open.State.ShouldBe(ConnectionState.Open);
        open.Since.ShouldBe(Start.AddSeconds(5));
        open.Host.ShouldBe("a:1");
    }

    [Fact]
    public void A_closed_connection_is_closed_also_in_an_outage() =>
        Apply(new ConnectionStatus(ConnectionState.Reconnecting, Start), ConnectionState.Closed, null, null, 1).State.ShouldBe(ConnectionState.Closed);

    private static ConnectionStatus Apply(ConnectionStatus status, ConnectionState state, string? host, string? error, int seconds) =>
        ConnectionStatusChange.Apply(status, state, host, null, error, Start.AddSeconds(seconds));
}
