using System.Text;
using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Notifications;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of the values that a handler of batches can read.</summary>
public sealed class NotificationBatchInvocationTests
{
    private readonly LogRecords _log = new();

    [Fact]
    public void Notifications_are_read_in_the_order_in_which_they_came()
    {
        var batch = Batch("""{"n":1}""", """{"n":2}""", """{"n":3}""");

        batch.Count.ShouldBe(3);
        batch.Priority.ShouldBe(NotificationPriority.Warn);
        batch.Read<Dictionary<string, int>>().Select(one => (one.Payload["n"], one.Priority)).ShouldBe(
            [(1, NotificationPriority.Warn), (2, NotificationPriority.Warn), (3, NotificationPriority.Warn)]);
        _log.All.Count<LogRecord>().ShouldBe(0);
    }

    [Fact]
    public void One_that_cannot_be_read_is_logged_and_left_out()
    {
        var batch = Batch("""{"n":1}""", "[]", """{"n":3}""");

        batch.Read<Dictionary<string, int>>().Select(one => one.Payload["n"]).ShouldBe([1, 3]);

        batch.Count.ShouldBe(3);
        _log.All.All<LogRecord>().ShouldHaveSingleItem().Exception.ShouldBeOfType<JsonException>();
    }

    [Fact]
    public void A_batch_of_which_none_can_be_read_throws() =>
        Should.Throw<JsonException>(() => Batch("[]", "[]").Read<Dictionary<string, int>>()).Message.ShouldContain("None of the 2");

    private NotificationBatchInvocation Batch(params string[] payloads) => new(
        [.. payloads.Select(payload => new NotificationMessage("id", "publisher", "event", "WARN", Encoding.UTF8.GetBytes(payload), "now", "{}"u8.ToArray()))],
        NotificationPriority.Warn,
        MessagingJson.Default,
        _log,
        CancellationToken.None);
}
