using System.Text;
using Amqp1.Broker.Sqlite.Tables;
using Amqp1.Broker.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>Damaged files: everything that is readable is served, and the damaged file is kept.</summary>
public sealed class SqliteDamageTests : IDisposable
{
    private const int Messages = 2000;
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_file_that_was_cut_serves_what_is_left(int seed)
    {
        var random = new Random(seed);
        await FillAsync();
        var length = new FileInfo(_folder.File).Length;
        var cut = random.NextInt64(length / 8, length);
        using (var file = File.OpenWrite(_folder.File))
        {
            file.SetLength(cut);
        }

        await using var store = Open();
        var found = await ReadAsync(store);
        found.Count.ShouldBeGreaterThan((int)(Messages * cut / length * 0.9) - 20);
        found.ShouldBeUnique();
        found.ShouldBeSubsetOf(Enumerable.Range(0, Messages).Select(TextOf));
        found.ShouldBe(found.Order(StringComparer.Ordinal));
        store.Recovered[0].Name.ShouldBe("queue");
        store.Recovered.Sum(queue => queue.Messages).ShouldBe(found.Count);
        Directory.GetFiles(_folder.Folder, "broker.db.damaged-*").Count(file => !file.EndsWith("-wal", StringComparison.Ordinal)).ShouldBe(1);
        Directory.GetFiles(_folder.Folder, "broker.db.part*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Overwritten_pages_cost_only_their_messages(int seed)
    {
        const int PageSize = 8192;
        const int Pages = 10;
        await FillAsync();
        var random = new Random(seed);
        var pages = (int)(new FileInfo(_folder.File).Length / PageSize);
        using (var file = File.OpenWrite(_folder.File))
        {
            var noise = new byte[PageSize];
            for (var count = 0; count < Pages; count++)
            {
                random.NextBytes(noise);
                file.Position = random.Next(1, pages) * (long)PageSize;
                file.Write(noise);
            }
        }

        await using var store = Open();
        var found = await ReadAsync(store);
        found.Count.ShouldBeGreaterThan(Messages - (Pages * 8) - 1);
        found.ShouldBeUnique();
        found.ShouldBeSubsetOf(Enumerable.Range(0, Messages).Select(TextOf));
    }

    [Fact]
    public async Task A_removed_message_does_not_return_from_a_damaged_file()
    {
        await FillAsync(removed: Messages / 2);
        using (var file = File.OpenWrite(_folder.File))
        {
            file.SetLength(file.Length - 1);
        }

        await using var store = Open();
        (await ReadAsync(store)).ShouldBeSubsetOf(Enumerable.Range(Messages / 2, Messages / 2).Select(TextOf));
    }

    [Fact]
    public async Task A_damaged_message_is_kept_apart_and_the_others_are_served()
    {
        await FillAsync();
        var bytes = await File.ReadAllBytesAsync(_folder.File, TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(TextOf(1000)));
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(_folder.File, bytes, TestContext.Current.CancellationToken);

        var log = new EventRecorder();
        await using var store = Open(log);
        (await ReadAsync(store)).Count.ShouldBe(Messages - 1);
        log.Ids.ShouldBe([5065]);
    }

    [Fact]
    public async Task Every_step_of_a_salvage_is_logged()
    {
        await FillAsync();
        using (var file = File.OpenWrite(_folder.File))
        {
            file.SetLength(file.Length / 2);
        }

        var log = new EventRecorder();
        await using var store = Open(log);
        log.Ids.ShouldBe([5066, 5067]);
    }

    [Fact]
    public async Task Messages_that_were_only_in_the_log_are_served()
    {
        // Before the log is copied to the file, a crash leaves the messages there. Then the file loses its end.
        var store = Open();
        var queue = store.CreateQueue("queue", "");
        await store.FlushAsync();
        store.Append(MessageOf(queue, store.NextSequence(), "a message"));
        await store.FlushAsync();
        await store.AbandonAsync();
        using (var file = File.OpenWrite(_folder.File))
        {
            file.SetLength(file.Length - 100);
        }

        await using var again = Open();
        (await ReadAsync(again)).ShouldBe(["a message"]);
    }

    [Fact]
    public async Task A_salvage_that_was_interrupted_between_its_last_steps_is_finished()
    {
        await FillAsync();
        File.Move(_folder.File, _folder.File + ".salvaged");
        await File.WriteAllTextAsync(_folder.File, "damaged", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File + ".part", "unfinished", TestContext.Current.CancellationToken);

        await using var store = Open();
        (await ReadAsync(store)).Count.ShouldBe(Messages);
        Directory.GetFiles(_folder.Folder, "broker.db.damaged-*").ShouldHaveSingleItem();
    }

    private static string TextOf(int number) => $"message {number:D6} {new string('x', number % 500 == 7 ? 20_000 : 900)}";

    private static StoredMessage MessageOf(long queue, long sequence, string text) =>
        new() { Queue = queue, Sequence = sequence, Enqueued = 1, Payload = Encoding.UTF8.GetBytes(text) };

    private static async Task<List<string>> ReadAsync(MessageStore store)
    {
        var texts = new List<string>();
        foreach (var queue in store.Recovered)
        {
            var reader = new PageReader();
            store.Read(new StoreRange(queue.Id, 0, long.MaxValue, int.MaxValue, long.MaxValue), reader);
            var (page, _, failure) = await reader.Result;
            failure.ShouldBeNull();
            texts.AddRange(page.Select(message => Encoding.UTF8.GetString(message.Payload.Span)));
        }

        return texts;
    }

    private async Task FillAsync(int removed = 0)
    {
        await using var store = Open();
        var queue = store.CreateQueue("queue", "settings");
        for (var number = 0; number < Messages; number++)
        {
            store.Append(MessageOf(queue, store.NextSequence(), TextOf(number)));
        }

        for (var number = 0; number < removed; number++)
        {
            store.Remove(number + 1);
        }
    }

    private MessageStore Open(ILogger? logger = null) => MessageStore.Open(
        new SqliteStoreEngine(new SqliteStoreSettings { Path = _folder.File }, TimeProvider.System, logger ?? NullLogger.Instance),
        new RecordingListener(), TimeProvider.System, logger ?? NullLogger.Instance);
}
