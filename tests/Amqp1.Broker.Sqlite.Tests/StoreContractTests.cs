using System.Text;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>The contract of a store, which every engine keeps.</summary>
public class StoreContractTests
{
    public static TheoryData<StoreKind> Kinds => [StoreKind.Memory, StoreKind.Sqlite];

    private static readonly StoreFailure Full = new(StoreFailureKind.Full, "The disk is full.");

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

    [Theory, MemberData(nameof(Kinds))]
    public async Task Operations_that_wait_together_are_reported_together(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        await test.Store.FlushAsync();
        var before = test.Listener.Batches;
        var written = Enumerable.Range(0, 10_000).Select(_ => new Written()).ToArray();
        foreach (var one in written)
        {
            test.Append(queue, "text", one);
        }

        await Task.WhenAll(written.Select(one => one.Ended));
        (test.Listener.Batches - before).ShouldBeLessThan(5_000);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_store_that_cannot_write_refuses_messages_and_keeps_changes_until_it_can(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var kept = test.Append(queue, "kept");
        var removed = test.Append(queue, "removed");
        await test.Store.FlushAsync();
        test.Engine.Failure = Full;
        var (refused, removal, count) = (new Written(), new Written(), new Written());
        test.Append(queue, "refused", refused);
        (await refused.Ended).ShouldBe(Full);
        test.Store.WantsMessages.ShouldBeFalse();
        test.Store.Failure.ShouldBe(Full);
        test.Listener.DemandChanges.ShouldBe(1);

        test.Store.Remove(removed, removal);
        test.Store.SetDeliveryCount(kept, 2, count);
        (await test.TextsAsync(queue)).ShouldBe(["kept", "removed"]);
        (removal.HasEnded || count.HasEnded).ShouldBeFalse();

        test.Engine.Failure = null;
        test.Time.Advance(TimeSpan.FromSeconds(1));
        (await removal.Ended).ShouldBeNull();
        (await count.Ended).ShouldBeNull();
        await test.Store.FlushAsync();
        test.Store.WantsMessages.ShouldBeTrue();
        test.Listener.DemandChanges.ShouldBe(2);
        test.Append(queue, "accepted");
        await test.ReopenAsync();

        (await test.ReadAsync(queue)).Select(message => (Encoding.UTF8.GetString(message.Payload.Span), message.DeliveryCount))
            .ShouldBe([("kept", 2u), ("accepted", 0u)]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Changes_are_written_at_the_latest_when_the_store_is_closed(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var removed = test.Append(queue, "removed");
        await test.Store.FlushAsync();
        test.Engine.Failure = Full;
        var refused = new Written();
        test.Append(queue, "refused", refused);
        await refused.Ended;
        test.Store.Remove(removed);
        (await test.TextsAsync(queue)).ShouldBe(["removed"]);
        test.Engine.Failure = null;
        await test.ReopenAsync();

        (await test.TextsAsync(queue)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_store_that_is_closed_while_it_cannot_write_reports_what_failed(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        var sequence = test.Append(queue, "kept");
        await test.Store.FlushAsync();
        test.Engine.Failure = Full;
        var removal = new Written();
        test.Store.Remove(sequence, removal);
        await test.ReopenAsync();

        (await removal.Ended).ShouldBe(Full);
        (await test.TextsAsync(queue)).ShouldBe(["kept"]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_closed_store_refuses_operations(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        await test.Store.DisposeAsync();
        var (written, reader) = (new Written(), new PageReader());
        test.Append(queue, "late", written);
        test.Store.Read(new StoreRange(queue, 0, long.MaxValue, 1, 1), reader);
        await test.Store.FlushAsync();

        (await written.Ended)!.Kind.ShouldBe(StoreFailureKind.Closed);
        (await reader.Result).Failure!.Kind.ShouldBe(StoreFailureKind.Closed);
        await Should.ThrowAsync<StoreException>(test.Store.BackUpAsync(Path.Combine(test.Folder, "late.db"), TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Producers_get_no_credit_while_too_much_waits(StoreKind kind)
    {
        await using var test = new TestStore(kind);
        var queue = test.Store.CreateQueue("queue", "");
        await test.Store.FlushAsync();
        var message = test.Message(queue, 0, "") with { Payload = new byte[StoreBacklog.MostBytes] };
        test.Store.Append(message with { Sequence = test.Store.NextSequence() });
        await test.Store.FlushAsync();

        test.Store.WantsMessages.ShouldBeTrue();
        test.Listener.DemandChanges.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task The_data_can_be_used_by_one_store_only(StoreKind kind)
    {
        await using var test = new TestStore(kind);

        Should.Throw<StoreException>(test.OpenSecond).Failure.Kind.ShouldBe(StoreFailureKind.Locked);
    }
}
