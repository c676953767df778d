using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>An intermediary that its tests share. It is started when the first test asks for it.</summary>
public abstract class ConformanceFixture(Intermediary intermediary) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<string>? _url;

    internal Intermediary Intermediary { get; } = intermediary;

    /// <summary>
    /// Returns the URL of the intermediary without a virtual host. The test is skipped if the intermediary is not available.
    /// </summary>
    internal async Task<string> UrlAsync(CancellationToken cancel)
    {
        Task<string> url;
        lock (_gate)
        {
            url = _url ??= Intermediary.StartAsync(cancel);
        }

        return (await url).TrimEnd('/');
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Intermediary.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
