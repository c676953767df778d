using System.Text;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>The contract of a store, which every engine keeps.</summary>
public class StoreContractTests
{
    public static TheoryData<StoreKind> Kinds => [StoreKind.Memory, StoreKind.Sqlite];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_new_store_is_empty(StoreKind kind)
    {
        await using var test = new TestStore(kind);

        test.Store.Recovered.ShouldBeEmpty();
        test.Store.WantsMessages.ShouldBeTrue();
        test.Store.Failure.ShouldBeNull();
        test.Store.NextSequence().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Queues_and_messages_are_there_after_a_restart(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var first = test.Store.CreateQueue("first", "a");
        var second = test.Store.CreateQueue("second", "b");
        test.Append(first, "1");
        test.Append(second, "22");
        test.Append(first, "333");
        await test.ReopenAsync();

        test.Store.Recovered.ShouldBe([new StoredQueue(first, "first", "a", 2, 4), new StoredQueue(second, "second", "b", 1, 2)]);
        (await test.TextsAsync(first)).ShouldBe(["1", "333"]);
        (await test.TextsAsync(second)).ShouldBe(["22"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Every_field_of_a_message_is_kept(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var message = new StoredMessage
        {
            Queue = queue,
            Sequence = test.Store.NextSequence(),
            Format = uint.MaxValue,
            Enqueued = 1,
            Expires = long.MaxValue,
            DeliveryCount = uint.MaxValue,
            Payload = new byte[] { 0, 255, 1 },
        };
        test.Store.Append(message);
        await test.ReopenAsync();

        var read = (await test.ReadAsync(queue)).ShouldHaveSingleItem();
        (read with { Payload = message.Payload }).ShouldBe(message);
        read.Payload.ToArray().ShouldBe(message.Payload.ToArray());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_message_whose_callback_was_called_survives_a_crash(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var written = new Written();
        test.Append(queue, "kept", written);
        (await written.Ended).ShouldBeNull();
        await test.CrashAsync();

        (await test.TextsAsync(queue)).ShouldBe(["kept"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Sequence_numbers_and_queue_ids_are_not_used_again_after_a_restart(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var last = test.Append(queue, "1");
        await test.ReopenAsync();

        test.Store.NextSequence().ShouldBeGreaterThan(last);
        test.Store.CreateQueue("other", "").ShouldBeGreaterThan(queue);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_removed_message_is_gone(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var removed = test.Append(queue, "1");
        test.Append(queue, "2");
        test.Store.Remove(removed);
        test.Store.Remove(removed);
        await test.ReopenAsync();

        test.Store.Recovered.ShouldBe([new StoredQueue(queue, "queue", "", 1, 1)]);
        (await test.TextsAsync(queue)).ShouldBe(["2"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task The_delivery_count_is_changed(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var sequence = test.Append(queue, "1");
        test.Store.SetDeliveryCount(sequence, 3);
        await test.ReopenAsync();

        (await test.ReadAsync(queue)).ShouldHaveSingleItem().DeliveryCount.ShouldBe(3u);
        test.Store.Recovered[0].Messages.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_moved_message_is_in_the_other_queue_only(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var from = test.Store.CreateQueue("from", "");
        var to = test.Store.CreateQueue("to", "");
        var kept = test.Append(from, "kept");
        var changed = test.Append(from, "changed");
        test.Store.Move(kept, test.Message(to, test.Store.NextSequence(), "") with { DeliveryCount = 5 });
        test.Store.Move(changed, test.Message(to, test.Store.NextSequence(), "changed with a reason"));
        await test.ReopenAsync();

        test.Store.Recovered.ShouldBe([new StoredQueue(from, "from", "", 0, 0), new StoredQueue(to, "to", "", 2, 25)]);
        (await test.TextsAsync(from)).ShouldBeEmpty();
        (await test.TextsAsync(to)).ShouldBe(["kept", "changed with a reason"]);
        (await test.ReadAsync(to))[0].DeliveryCount.ShouldBe(5u);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_message_that_is_moved_to_a_missing_queue_is_removed(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var sequence = test.Append(queue, "1");
        test.Store.Move(sequence, test.Message(queue + 1, test.Store.NextSequence(), ""));
        await test.ReopenAsync();

        test.Store.Recovered.ShouldBe([new StoredQueue(queue, "queue", "", 0, 0)]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_deleted_queue_takes_its_messages_with_it(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var deleted = test.Store.CreateQueue("queue", "");
        var sequence = test.Append(deleted, "1");
        test.Store.DeleteQueue(deleted);
        test.Append(deleted, "2");
        test.Store.Remove(sequence);
        var again = test.Store.CreateQueue("queue", "new");
        await test.ReopenAsync();

        test.Store.Recovered.ShouldBe([new StoredQueue(again, "queue", "new", 0, 0)]);
        (await test.TextsAsync(deleted)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Settings_are_replaced(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "old");
        test.Store.UpdateQueue(queue, "new");
        await test.ReopenAsync();

        test.Store.Recovered.ShouldBe([new StoredQueue(queue, "queue", "new", 0, 0)]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_purge_removes_the_messages_up_to_a_number(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var sequences = Enumerable.Range(0, 5000).Select(number => test.Append(queue, $"{number}")).ToArray();
        test.Store.Purge(queue, sequences[^2]);
        test.Store.Remove(sequences[0]);
        test.Store.Move(sequences[1], test.Message(queue, test.Store.NextSequence(), ""));
        (await test.TextsAsync(queue)).ShouldBe(["4999"]);
        await test.ReopenAsync();

        test.Store.Recovered.ShouldBe([new StoredQueue(queue, "queue", "", 1, 4)]);
        test.Store.Purge(queue, long.MaxValue);
        await test.ReopenAsync();

        test.Store.Recovered.ShouldBe([new StoredQueue(queue, "queue", "", 0, 0)]);
        test.Append(queue, "later");
        await test.ReopenAsync();

        (await test.TextsAsync(queue)).ShouldBe(["later"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_page_ends_at_its_limits(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var sequences = Enumerable.Range(0, 6).Select(number => test.Append(queue, $"{number}")).ToArray();

        (await PageAsync(sequences[0], sequences[3], 10, 10)).ShouldBe(("123", true));
        (await PageAsync(0, long.MaxValue, 3, 10)).ShouldBe(("012", false));
        (await PageAsync(0, long.MaxValue, 10, 2)).ShouldBe(("01", false));
        (await PageAsync(sequences[3], long.MaxValue, 2, 10)).ShouldBe(("45", true));
        (await PageAsync(sequences[5], long.MaxValue, 2, 10)).ShouldBe(("", true));

        async Task<(string, bool)> PageAsync(long after, long through, int messages, long bytes)
        {
            var reader = new PageReader();
            test.Store.Read(new StoreRange(queue, after, through, messages, bytes), reader);
            var (page, atEnd, _) = await reader.Result;
            return (string.Concat(page.Select(message => Encoding.UTF8.GetString(message.Payload.Span))), atEnd);
        }
    }
}
