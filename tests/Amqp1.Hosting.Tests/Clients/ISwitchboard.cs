using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Clients;

/// <summary>A client with a method for each kind of signature.</summary>
[RpcClient("switchboard", Version = "1.0")]
public interface ISwitchboard
{
    Task<string> ConnectAsync(string firstName, int extension, CancellationToken cancel = default);

    ValueTask<int?> FindAsync(string? name, CancellationToken cancel = default);

    Task<string> MissingAsync(CancellationToken cancel = default);

    [RpcMethod("who_called")]
    Task<string> CallerAsync(MessagingContext context, CancellationToken cancel = default);

    Task<string> WhereAsync([Server] string? host, CancellationToken cancel = default);

    [Cast]
    Task NoteAsync(string text, CancellationToken cancel = default);

    [Fanout]
    ValueTask RingAsync(CancellationToken cancel = default);

    [RpcMethod(TimeoutSeconds = 0.05)]
    Task HoldAsync(CancellationToken cancel = default);

    IAsyncEnumerable<string> SpellAsync(string word, int? failAt = null, CancellationToken cancel = default);

    /// <summary>A method that returns a list, read as a stream.</summary>
    [RpcMethod("letters")]
    IAsyncEnumerable<string> ReadLettersAsync(string word, CancellationToken cancel = default);

    /// <summary>A method that returns a stream, called for a list.</summary>
    [RpcMethod("spell")]
    Task<string[]> SpellAtOnceAsync(string word, CancellationToken cancel = default);

    Task NotThereAsync(CancellationToken cancel = default);
}
