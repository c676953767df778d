using System.Text;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>The contract of a store about groups of operations, failures, its end, and too much work, which every engine keeps.</summary>
public class StoreFailureContractTests
{
    public static TheoryData<StoreKind> Kinds => StoreContractTests.Kinds;

    private static readonly StoreFailure Full = new(StoreFailureKind.Full, "The disk is full.");

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
