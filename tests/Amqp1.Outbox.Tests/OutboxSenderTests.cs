using Amqp1.Notifications;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Outbox.Tests;

/// <summary>Tests of the order, the repetition and the delays of an outbox.</summary>
public sealed class OutboxSenderTests : OutboxTest
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger _log = new();

    private IEnumerable<int> Events => _log.Collector.GetSnapshot().Select(record => record.Id.Id);

    [Fact]
    public async Task Notifications_are_sent_in_order_and_leave_the_table()
    {
        var bus = new ScriptedSender(_ => null);
        var table = Table();
        Add(table, bus, "a", "b", "c");

        await RunAsync(table, bus, async () =>
        {
            (await NextAsync(bus)).ShouldBe("a");
            (await NextAsync(bus)).ShouldBe("b");
            (await NextAsync(bus)).ShouldBe("c");
        });

        table.CountWaiting().ShouldBe(0);
        Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bus_that_is_away_for_a_day_gets_everything_in_order_when_it_is_back()
    {
        var back = _time.GetUtcNow() + TimeSpan.FromDays(1);
        var bus = new ScriptedSender(_ => _time.GetUtcNow() < back ? new MessageDeliveryException("no bus") : null);
        var table = Table();
        Add(table, bus, "a", "b");

        await RunAsync(table, bus, async () =>
        {
            (await NextAsync(bus)).ShouldBe("a");
            (await NextAsync(bus)).ShouldBe("b");
        });

        // The delay grows from 1 s to 30 s, so there is no storm of attempts.
        bus.Attempts.ShouldBeInRange(3, (86400 / 30) + 10);
        bus.Ids.Distinct().ShouldBe(["id-1", "id-2"]);
        Events.ShouldBe([2100, 2101]);
        table.CountWaiting().ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_limit_a_refused_notification_holds_up_those_behind_it()
    {
        var refusals = 20;
        var bus = new ScriptedSender(name => name == "a" && refusals-- > 0 ? new MessageDeliveryException("refused", "amqp:not-allowed") : null);
        var table = Table();
        Add(table, bus, "a", "b");

        await RunAsync(table, bus, async () => (await NextAsync(bus)).ShouldBe("a"));

        bus.Ids.Take(21).Distinct().ShouldBe(["id-1"]);
    }

    [Theory]
    [InlineData("amqp:link:message-size-exceeded", null, 1)]
    [InlineData("amqp:not-allowed", 3, 3)]
    public async Task A_notification_that_cannot_be_sent_is_set_aside(string condition, int? maxAttempts, int attempts)
    {
        var bus = new ScriptedSender(name => name == "a" ? new MessageDeliveryException("refused", condition) : null);
        var table = Table();
        Add(table, bus, "a", "b");

        await RunAsync(table, bus, async () => (await NextAsync(bus)).ShouldBe("b"), new OutboxOptions { MaxAttempts = maxAttempts });

        bus.Attempts.ShouldBe(attempts + 1);
        Events.ShouldContain(2102);
        using var connection = Open();
        Scalar(connection, "SELECT COUNT(*) FROM amqp1_outbox WHERE failure = 'refused'").ShouldBe(1);
        table.CountWaiting().ShouldBe(0);
    }

    [Fact]
    public async Task A_notification_that_an_operator_releases_is_sent_after_the_next_start()
    {
        var isRefused = true;
        var bus = new ScriptedSender(name => name == "a" && isRefused ? new MessageDeliveryException("refused", "amqp:link:message-size-exceeded") : null);
        var table = Table();
        Add(table, bus, "a", "b");
        await RunAsync(table, bus, async () =>
        {
            (await NextAsync(bus)).ShouldBe("b");
            using var connection = Open();
            Execute(connection, "UPDATE amqp1_outbox SET failure = NULL");
            isRefused = false;
            Add(table, bus, "c");
            (await NextAsync(bus)).ShouldBe("c");
        });

        table.CountWaiting().ShouldBe(1);
        await RunAsync(table, bus, async () => (await NextAsync(bus)).ShouldBe("a"));

        table.CountWaiting().ShouldBe(0);
    }

    [Fact]
    public async Task What_was_sent_is_not_sent_again_because_it_cannot_be_deleted()
    {
        var table = Table();
        using var connection = Open();
        Execute(connection, "CREATE TRIGGER keep BEFORE DELETE ON amqp1_outbox BEGIN SELECT RAISE(FAIL, 'disk full'); END");
        var bus = new ScriptedSender(_ => null);
        Add(table, bus, "a", "b");

        await RunAsync(table, bus, async () =>
        {
            (await NextAsync(bus)).ShouldBe("a");
            (await NextAsync(bus)).ShouldBe("b");
            for (var minute = 0; minute < 10; minute++)
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                await Task.Yield();
            }

            Execute(connection, "DROP TRIGGER keep");
            Add(table, bus, "c");
            (await NextAsync(bus)).ShouldBe("c");
        });

        bus.Attempts.ShouldBe(3);
        table.CountWaiting().ShouldBe(0);
    }

    [Fact]
    public async Task A_full_disk_fails_a_transaction_and_takes_nothing_from_those_before_and_after_it()
    {
        const int Full = 13;
        var bus = new ScriptedSender(_ => null);
        var table = Table();
        Add(table, bus, "a");
        using (var connection = Open())
        {
            Execute(connection, $"PRAGMA max_page_count = {Scalar(connection, "PRAGMA page_count")}");
            using (var transaction = connection.BeginTransaction())
            {
                OutboxTable.Add(transaction, NotificationPriority.Info, bus.Compose(NotificationPriority.Info, "small", null, MessagingContext.Empty));
                var large = bus.Compose(NotificationPriority.Info, "large", null, MessagingContext.Empty) with { Payload = new byte[1_000_000] };
                Should.Throw<SqliteException>(() => OutboxTable.Add(transaction, NotificationPriority.Info, large)).SqliteErrorCode.ShouldBe(Full);
            }

            // The limit belongs to the connection, which goes back to a pool.
            Execute(connection, "PRAGMA max_page_count = 4294967294");
        }

        Add(table, bus, "b");
        await RunAsync(table, bus, async () =>
        {
            (await NextAsync(bus)).ShouldBe("a");
            (await NextAsync(bus)).ShouldBe("b");
        });

        bus.Attempts.ShouldBe(2);
        table.CountWaiting().ShouldBe(0);
    }

    [Fact]
    public async Task Two_processes_do_not_send_the_same_outbox()
    {
        var bus = new ScriptedSender(_ => null);
        var table = Table();
        using (OutboxLock.TryTake(table.Path).ShouldNotBeNull())
        {
            OutboxLock.TryTake(table.Path).ShouldBeNull();
            Add(table, bus, "a");
            var sender = new OutboxSender(table, bus, new OutboxOptions(), _time, _log);
            using var stop = new CancellationTokenSource();
            var running = sender.RunAsync(stop.Token);
            while (!Events.Contains(2103))
            {
                Limit.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            await stop.CancelAsync();
            await running.WaitAsync(Limit);
        }

        bus.Attempts.ShouldBe(0);
        await RunAsync(table, bus, async () => (await NextAsync(bus)).ShouldBe("a"));
    }

    private static void Add(OutboxTable table, ScriptedSender bus, params string[] names) =>
        Array.ForEach(names, name => table.Add(NotificationPriority.Info, bus.Compose(NotificationPriority.Info, name, null, MessagingContext.Empty)));

    private static void Execute(Microsoft.Data.Sqlite.SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private async Task RunAsync(OutboxTable table, ScriptedSender bus, Func<Task> play, OutboxOptions? options = null)
    {
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => new OutboxSender(table, bus, options ?? new OutboxOptions(), _time, _log).RunAsync(stop.Token), Limit);
        await play();
        await stop.CancelAsync();
        await running.WaitAsync(Limit);
    }

    /// <summary>Returns the next accepted notification, and lets the time pass until there is one.</summary>
    private async Task<string> NextAsync(ScriptedSender bus)
    {
        while (true)
        {
            if (bus.Accepted() is { } name)
            {
                return name;
            }

            Limit.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
