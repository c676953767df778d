using System.Text;
using Amqp1.Broker.Sqlite.Tables;
using Amqp1.Broker.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>The file of a store: who may use it, what it refuses, its limit and its copies.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_store_is_told_the_file_and_what_to_do()
    {
        await using var store = Open();

        var failure = Should.Throw<StoreException>(() => Open()).Failure;
        failure.Kind.ShouldBe(StoreFailureKind.Locked);
        failure.Text.ShouldBe($"The file {_folder.File} is used by another process. Stop that process, or set another path for this one.");
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_not_changed()
    {
        File.WriteAllText(_folder.File, new string('x', 10_000));

        var failure = Should.Throw<StoreException>(() => Open()).Failure;
        failure.Kind.ShouldBe(StoreFailureKind.Damaged);
        failure.Text.ShouldStartWith($"The file {_folder.File} is damaged or is not a store");
        File.ReadAllText(_folder.File).ShouldBe(new string('x', 10_000));
    }

    [Fact]
    public void The_database_of_another_application_is_refused()
    {
        Execute("CREATE TABLE other(id INTEGER)");

        Should.Throw<StoreException>(() => Open()).Failure.Text.ShouldContain("is a database of another application");
        Execute("SELECT id FROM other");
    }

    [Fact]
    public async Task A_store_of_another_version_is_refused()
    {
        await Open().DisposeAsync();
        Execute("PRAGMA user_version = 2");

        Should.Throw<StoreException>(() => Open()).Failure.Text.ShouldContain("was written by another version of the broker");
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var path = Path.Combine(_folder.Folder, "missing", "broker.db");

        var failure = Should.Throw<StoreException>(() => Open(path)).Failure;
        failure.Kind.ShouldBe(StoreFailureKind.InputOutput);
        failure.Text.ShouldContain(path);
    }

    [Fact]
    public async Task Only_this_user_can_read_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mode of files.");
        await Open().DisposeAsync();

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder.File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_store_at_its_limit_refuses_messages_until_some_are_removed()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var store = MessageStore.Open(
            new SqliteStoreEngine(new SqliteStoreSettings { Path = _folder.File, MaxBytes = 1_000_000 }, time, NullLogger.Instance), new RecordingListener(), time, NullLogger.Instance);
        var queue = store.CreateQueue("queue", "");
        var accepted = new List<long>();
        StoreFailure? failure;
        while (true)
        {
            var sequence = store.NextSequence();
            failure = await AppendAsync(store, queue, sequence, new byte[100_000]);
            if (failure is not null)
            {
                break;
            }

            accepted.Add(sequence);
        }

        accepted.Count.ShouldBeInRange(7, 9);
        failure.Kind.ShouldBe(StoreFailureKind.Full);
        failure.Text.ShouldBe($"The store {_folder.File} has reached its limit of 1000000 bytes. Consume messages, or raise StoreMaxBytes.");
        store.WantsMessages.ShouldBeFalse();

        var removed = new Written();
        accepted.ForEach(sequence => store.Remove(sequence, removed.HasEnded ? null : sequence == accepted[^1] ? removed : null));
        (await removed.Ended).ShouldBeNull();
        time.Advance(TimeSpan.FromSeconds(1));
        await store.FlushAsync();
        store.WantsMessages.ShouldBeTrue();
        (await AppendAsync(store, queue, store.NextSequence(), new byte[100_000])).ShouldBeNull();
    }

    [Fact]
    public async Task A_full_disk_refuses_messages_until_space_is_free()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var settings = new SqliteStoreSettings { Path = _folder.File };
        var engine = new SqliteStoreEngine(settings, time, NullLogger.Instance);
        await using var store = MessageStore.Open(engine, new RecordingListener(), time, NullLogger.Instance);
        var queue = store.CreateQueue("queue", "");
        var first = store.NextSequence();
        (await AppendAsync(store, queue, first, new byte[50_000])).ShouldBeNull();

        // SQLite reports the same error for this limit as for a full disk.
        engine.LimitPages(60);
        StoreFailure? failure;
        do
        {
            failure = await AppendAsync(store, queue, store.NextSequence(), new byte[50_000]);
        }
        while (failure is null);
        failure.Kind.ShouldBe(StoreFailureKind.Full);
        failure.Text.ShouldBe($"The disk of {_folder.File} is full. Free some space.");
        store.WantsMessages.ShouldBeFalse();
        var removal = new Written();
        store.Remove(first, removal);
        (await removal.Ended).ShouldBeNull();

        engine.LimitPages(100_000);
        time.Advance(TimeSpan.FromSeconds(1));
        await store.FlushAsync();
        store.WantsMessages.ShouldBeTrue();
        (await AppendAsync(store, queue, store.NextSequence(), new byte[50_000])).ShouldBeNull();
    }

    [Fact]
    public async Task A_copy_contains_what_was_written_before_it_ended()
    {
        var path = Path.Combine(_folder.Folder, "copy.db");
        await using (var store = Open())
        {
            var queue = store.CreateQueue("queue", "settings");
            for (var number = 0; number < 5000; number++)
            {
                store.Append(MessageOf(queue, store.NextSequence(), new byte[1000]));
            }

            var copied = store.BackUpAsync(path, TestContext.Current.CancellationToken);
            for (var number = 0; number < 5000; number++)
            {
                await AppendEveryAsync(store, queue, number);
            }

            await copied;
            (await Should.ThrowAsync<StoreException>(store.BackUpAsync(path, TestContext.Current.CancellationToken))).Failure.Text.ShouldContain("exists");
        }

        await using var copy = Open(path);
        var found = copy.Recovered.ShouldHaveSingleItem();
        (found.Name, found.Settings).ShouldBe(("queue", "settings"));
        found.Messages.ShouldBeInRange(5000, 10_000);
        (await CountAsync(copy, found.Id)).ShouldBe(found.Messages);
        File.Exists(path + ".part").ShouldBeFalse();

        async Task AppendEveryAsync(MessageStore store, long queue, int number)
        {
            store.Append(MessageOf(queue, store.NextSequence(), new byte[1000]));
            if (number % 100 == 0)
            {
                await store.FlushAsync();
            }
        }
    }

    [Fact]
    public async Task A_cancelled_copy_leaves_no_file()
    {
        await using var store = Open();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(store.BackUpAsync(Path.Combine(_folder.Folder, "copy.db"), cancel.Token));
        Directory.GetFiles(_folder.Folder, "copy*").ShouldBeEmpty();
    }

    private static StoredMessage MessageOf(long queue, long sequence, byte[] payload) =>
        new() { Queue = queue, Sequence = sequence, Enqueued = 1, Payload = payload };

    private static async Task<StoreFailure?> AppendAsync(MessageStore store, long queue, long sequence, byte[] payload)
    {
        var written = new Written();
        store.Append(MessageOf(queue, sequence, payload), written);
        return await written.Ended;
    }

    private static async Task<long> CountAsync(MessageStore store, long queue)
    {
        var reader = new PageReader();
        store.Read(new StoreRange(queue, 0, long.MaxValue, int.MaxValue, long.MaxValue), reader);
        return (await reader.Result).Page.Count;
    }

    private MessageStore Open(string? path = null) => MessageStore.Open(
        new SqliteStoreEngine(new SqliteStoreSettings { Path = path ?? _folder.File }, TimeProvider.System, NullLogger.Instance),
        new RecordingListener(), TimeProvider.System, NullLogger.Instance);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
