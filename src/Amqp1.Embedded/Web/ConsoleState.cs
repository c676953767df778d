using System.Text.Json;
using Amqp1.Embedded.Load;

namespace Amqp1.Embedded.Web;

/// <summary>
/// The state that the console page shows. It is read at most once a second, so that many open pages cost as much as one. Thread-safe.
/// </summary>
/// <param name="find">Returns the router; null while none runs in this process.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsoleState(Func<EmbeddedRouter?> find, TimeProvider time)
{
    /// <summary>The maximum number of addresses and of connections on the page.</summary>
    private const int MostRows = 200;

    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(10);

    /// <summary>Rates since an older state would hide the present load.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Task<byte[]>? _current;
    private BusLoad? _last;

    /// <summary>Returns the state as JSON in UTF-8; null while no router runs in this process.</summary>
    /// <param name="cancel">Ends the wait. The state is read to its end for other pages.</param>
    /// <exception cref="TimeoutException">The router did not answer within ten seconds.</exception>
    public async Task<byte[]?> ReadAsync(CancellationToken cancel)
    {
        if (find() is not { } router)
        {
            return null;
        }

        Task<byte[]> current;
        lock (_lock)
        {
            var isFresh = _current is { IsCompleted: false } || (_current is { IsCompletedSuccessfully: true } && _last is { } last && Age(last) < LeastAge);
            current = isFresh ? _current! : _current = ReadOnceAsync(router);
        }

        return await current.WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadOnceAsync(EmbeddedRouter router)
    {
        var load = await EmbeddedLoad.ReadAsync(router, time, CancellationToken.None).WaitAsync(ReadLimit, time).ConfigureAwait(false);
        lock (_lock)
        {
            var before = _last is { } last && Age(last) <= MostAge ? last : null;
            _last = load;
            return Write(load.Since(before));
        }
    }

    private TimeSpan Age(BusLoad load) => time.GetElapsedTime(0) - load.Taken;

    private static byte[] Write(BusLoad load)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            LoadJson.Of(load, MostRows).WriteTo(writer);
        }

        return buffer.ToArray();
    }
}
