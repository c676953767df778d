using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Outbox.Tests;

/// <summary>Tests of the IDs that an inbox remembers.</summary>
public sealed class InboxTests : OutboxTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void An_id_is_new_once_also_after_a_restart()
    {
        Inbox().TryAdd("a").ShouldBeTrue();
        Inbox().TryAdd("a").ShouldBeFalse();
        Inbox().TryAdd("b").ShouldBeTrue();
    }

    [Fact]
    public void An_id_whose_transaction_is_rolled_back_is_new_again()
    {
        var inbox = Inbox();
        using var connection = Open();
        using (var transaction = connection.BeginTransaction())
        {
            inbox.TryAdd(transaction, "a").ShouldBeTrue();
            inbox.TryAdd(transaction, "a").ShouldBeFalse();
            transaction.Rollback();
        }

        using (var transaction = connection.BeginTransaction())
        {
            inbox.TryAdd(transaction, "a").ShouldBeTrue();
            transaction.Commit();
        }

        inbox.TryAdd("a").ShouldBeFalse();
    }

    [Fact]
    public void Ids_are_forgotten_after_the_retention()
    {
        var inbox = Inbox();
        inbox.TryAdd("a");
        _time.Advance(TimeSpan.FromDays(6));
        inbox.TryAdd("a").ShouldBeFalse();
        _time.Advance(TimeSpan.FromDays(1.1));

        inbox.TryAdd("b").ShouldBeTrue();

        using var connection = Open();
        Scalar(connection, "SELECT COUNT(*) FROM amqp1_inbox").ShouldBe(1);
        inbox.TryAdd("a").ShouldBeTrue();
    }

    [Fact]
    public void It_is_a_singleton_of_the_application()
    {
        using var provider = new ServiceCollection().AddNotificationInbox(options => options.ConnectionString = ConnectionString).BuildServiceProvider();

        provider.GetRequiredService<INotificationInbox>().ShouldBeSameAs(provider.GetRequiredService<INotificationInbox>());
    }

    [Fact]
    public void Without_a_file_there_is_no_inbox() =>
        Should.Throw<ArgumentException>(() => new NotificationInbox(new InboxOptions(), _time)).Message.ShouldContain("InboxOptions.ConnectionString must name a file");

    private NotificationInbox Inbox() => new(new InboxOptions { ConnectionString = ConnectionString }, _time);
}
