namespace Amqp1.Hosting.Tests.Clients;

/// <summary>A client that an application has written itself.</summary>
internal class DeafSwitchboard : ISwitchboard
{
    public Task<string> ConnectAsync(string firstName, int extension, CancellationToken cancel = default) => Task.FromResult("");

    public ValueTask<int?> FindAsync(string? name, CancellationToken cancel = default) => new(0);

    public Task<string> MissingAsync(CancellationToken cancel = default) => Task.FromResult("");

    public Task<string> CallerAsync(MessagingContext context, CancellationToken cancel = default) => Task.FromResult("");

    public Task<string> WhereAsync(string? host, CancellationToken cancel = default) => Task.FromResult("");

    public Task NoteAsync(string text, CancellationToken cancel = default) => Task.CompletedTask;

    public ValueTask RingAsync(CancellationToken cancel = default) => ValueTask.CompletedTask;

    public Task HoldAsync(CancellationToken cancel = default) => Task.CompletedTask;

    public IAsyncEnumerable<string> SpellAsync(string word, int? failAt = null, CancellationToken cancel = default) => AsyncEnumerable.Empty<string>();

    public IAsyncEnumerable<string> ReadLettersAsync(string word, CancellationToken cancel = default) => AsyncEnumerable.Empty<string>();

    public Task<string[]> SpellAtOnceAsync(string word, CancellationToken cancel = default) => Task.FromResult(Array.Empty<string>());

    public Task NotThereAsync(CancellationToken cancel = default) => Task.CompletedTask;
}
