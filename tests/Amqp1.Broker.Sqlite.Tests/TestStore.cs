using System.Text;
using Amqp1.Broker.Sqlite.Tables;
using Amqp1.Broker.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>A store of either kind that can be closed, crash and be opened again.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly StoreKind _kind;
    private readonly MemoryStoreData _data = new();
    private readonly StoreFolder _folder = new();

    public TestStore(StoreKind kind)
    {
        _kind = kind;
        Open();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    public RecordingListener Listener { get; private set; } = null!;

    public FaultyEngine Engine { get; private set; } = null!;

    public MessageStore Store { get; private set; } = null!;

    public string Folder => _folder.Folder;

    /// <summary>Opens a second store over the same data.</summary>
    public MessageStore OpenSecond() => MessageStore.Open(NewEngine(), new RecordingListener(), Time, NullLogger.Instance);

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Open();
    }

    /// <summary>Ends the store without writing what waits, and opens it again.</summary>
    public async Task CrashAsync()
    {
        await Store.AbandonAsync();
        Open();
    }

    /// <summary>Hands over a message with this text, and returns its sequence number.</summary>
    public long Append(long queue, string text, IStoreCallback? done = null)
    {
        var sequence = Store.NextSequence();
        Store.Append(Message(queue, sequence, text), done);
        return sequence;
    }

    public StoredMessage Message(long queue, long sequence, string text) => new()
    {
        Queue = queue,
        Sequence = sequence,
        Enqueued = Time.GetUtcNow().ToUnixTimeMilliseconds(),
        Payload = Encoding.UTF8.GetBytes(text),
    };

    /// <summary>Reads all messages of a queue, in pages of at most two.</summary>
    public async Task<List<StoredMessage>> ReadAsync(long queue)
    {
        var messages = new List<StoredMessage>();
        for (var atEnd = false; !atEnd;)
        {
            var reader = new PageReader();
            Store.Read(new StoreRange(queue, messages.Count == 0 ? 0 : messages[^1].Sequence, long.MaxValue, 2, long.MaxValue), reader);
            var (page, end, failure) = await reader.Result;
            failure.ShouldBeNull();
            page.Count.ShouldBeLessThanOrEqualTo(2);
            messages.AddRange(page);
            atEnd = end;
        }

        return messages;
    }

    /// <summary>Reads the texts of all messages of a queue.</summary>
    public async Task<string[]> TextsAsync(long queue) =>
        [.. (await ReadAsync(queue)).Select(message => Encoding.UTF8.GetString(message.Payload.Span))];

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private void Open()
    {
        Listener = new RecordingListener();
        Engine = new FaultyEngine(NewEngine());
        Store = MessageStore.Open(Engine, Listener, Time, NullLogger.Instance);
    }

    private IStoreEngine NewEngine() => _kind == StoreKind.Memory
        ? new MemoryStoreEngine(_data)
        : new SqliteStoreEngine(new SqliteStoreSettings { Path = _folder.File }, Time, NullLogger.Instance);
}
