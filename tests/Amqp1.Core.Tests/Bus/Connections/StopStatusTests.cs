using System.Collections.Concurrent;

namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>
/// Tests that the reports of a transport that is stopped are true, because nothing is opened again. They run alone, because all transports
/// share one meter.
/// </summary>
[Collection(nameof(StressGroup))]
public sealed class StopStatusTests : FaultTest
{
    private readonly LogRecords _log = new();
    private readonly ConcurrentQueue<ConnectionStatus> _statuses = new();

    [Fact]
    public async Task A_stop_while_the_connection_is_open_reports_only_that_it_is_closed()
    {
        using var reconnects = new Counted("amqp1.connection.reconnects");
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: _log);
        driver.Transport.StatusChanged += _statuses.Enqueue;
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");

        await driver.Transport.StopAsync();

        _statuses.Select(status => status.State).Where(state => state is not (ConnectionState.Connecting or ConnectionState.Open)).ShouldBe([ConnectionState.Closed]);
        driver.Transport.Status.State.ShouldBe(ConnectionState.Closed);
        driver.Transport.Status.LastError.ShouldBeNull();
        _log.All.All<LogRecord>(record => record.Id is 1001 or 1002).ShouldBeEmpty();
        _log.All.Count<LogRecord>(record => record.Id == 1003).ShouldBe(1);
        reconnects.Sum.ShouldBe(0);
    }

    [Fact]
    public async Task A_stop_while_an_attempt_to_connect_is_under_way_is_no_failed_attempt()
    {
        await using var peer = ScriptedPeer.Start(script => script.OpenGate = new TaskCompletionSource().Task);
        await using var driver = Driver.Start(peer, loggers: _log);
        driver.Transport.StatusChanged += _statuses.Enqueue;
        var cast = driver.Client().CastAsync("echo", Echo("x"), Limit);

        await driver.Transport.StopAsync();

        (await Should.ThrowAsync<MessageDeliveryException>(cast)).InDoubt.ShouldBeFalse();
        _statuses.Select(status => status.State).Where(state => state != ConnectionState.Connecting).ShouldBe([ConnectionState.Closed]);
        _log.All.All<LogRecord>(record => record.Id is 1001 or 1002).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_while_the_connection_is_lost_reports_the_loss_once_and_then_the_end()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Connection.RetryInterval = options.Connection.RetryIntervalMax = TimeSpan.FromMinutes(5), loggers: _log);
        await driver.Transport.WaitForConnectionAsync(Limit);
        driver.Transport.StatusChanged += _statuses.Enqueue;
        peer.CutAll();
        await _log.FirstAsync(1002, Limit);

        await driver.Transport.StopAsync();

        _statuses.Select(status => status.State).ShouldBe([ConnectionState.Reconnecting, ConnectionState.Closed]);
    }
}
