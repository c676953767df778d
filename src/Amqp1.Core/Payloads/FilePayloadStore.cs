using Amqp1.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Payloads;

/// <summary>
/// A payload store in the files of one directory, which several processes, also of several machines, can share. Each payload is a file
/// with a random name. Payloads are removed when they are older than the retention.
/// </summary>
/// <remarks>
/// Thread-safe. The ID of the store is in the file <c>store-id</c> of the directory. Files are created for the user and the group of the
/// process. Nothing is flushed to the disk, because a payload does not live longer than its message.
/// </remarks>
public sealed class FilePayloadStore : IPayloadStore, IDisposable
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private readonly PayloadDirectory _directory;
    private readonly FilePayloadStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _sweeping = new();
    private long _bytes;
    private long _sweptAt;

    /// <summary>Opens the store. Creates the directory and the ID if they do not exist, and removes expired payloads.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options">The limits; null for the defaults.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <param name="logger">The log; null for none.</param>
    /// <exception cref="IOException">The directory cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public FilePayloadStore(string directory, FilePayloadStoreOptions? options = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        _options = options ?? new FilePayloadStoreOptions();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.Retention, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxTotalBytes, 1, nameof(options));
        _time = time ?? TimeProvider.System;
        _logger = SafeLogger.Wrap(logger ?? NullLogger.Instance);
        _directory = new PayloadDirectory(Path.GetFullPath(directory));
        Id = _directory.Open();
        Sweep();
        var interval = _options.Retention / 4;
        interval = interval < ShortestInterval ? ShortestInterval : interval > LongestInterval ? LongestInterval : interval;
        _timer = _time.CreateTimer(static store => ((FilePayloadStore)store!).Sweep(), this, interval, interval);
    }

    /// <inheritdoc />
    public string Id { get; }

    /// <summary>The total size of the payloads in the directory, in bytes, as far as it is known.</summary>
    public long TotalBytes => Volatile.Read(ref _bytes);

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The name has another form.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async ValueTask<bool> StoreAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancel = default)
    {
        Check(name);
        if (!TryReserve(content.Length))
        {
            return false;
        }

        try
        {
            await _directory.WriteAsync(name, content, _time.GetUtcNow().UtcDateTime, cancel).ConfigureAwait(false);
            return true;
        }
        catch
        {
            Interlocked.Add(ref _bytes, -content.Length);
            throw;
        }
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The name has another form.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async ValueTask<byte[]?> ReadAsync(string name, int maxLength, CancellationToken cancel = default)
    {
        Check(name);
        return await _directory.ReadAsync(name, maxLength, Oldest, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The name has another form.</exception>
    /// <exception cref="IOException">The file cannot be removed.</exception>
    public ValueTask RemoveAsync(string name, CancellationToken cancel = default)
    {
        Check(name);
        Interlocked.Add(ref _bytes, -_directory.Remove(name));
        return ValueTask.CompletedTask;
    }

    /// <summary>Stops removing expired payloads.</summary>
    public void Dispose() => _timer.Dispose();

    private DateTime Oldest => (_time.GetUtcNow() - _options.Retention).UtcDateTime;

    private static void Check(string name)
    {
        if (!PayloadDirectory.IsName(name))
        {
            throw new ArgumentException($"The name of a payload must be 1 to {PayloadDirectory.MaxNameLength} lower-case letters and digits of ASCII.", nameof(name));
        }
    }

    private bool TryReserve(int length)
    {
        if (TryAdd(length))
        {
            return true;
        }

        // Payloads may have expired, or other processes may have removed some. Looking costs too much for every payload.
        if (length > _options.MaxTotalBytes || _time.GetElapsedTime(Volatile.Read(ref _sweptAt)) < ShortestInterval)
        {
            return false;
        }

        Sweep();
        return TryAdd(length);
    }

    private bool TryAdd(int length)
    {
        if (Interlocked.Add(ref _bytes, length) <= _options.MaxTotalBytes)
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -length);
        return false;
    }

    private void Sweep()
    {
        if (!_sweeping.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _sweptAt, _time.GetTimestamp());
            var (removed, bytes) = _directory.Sweep(Oldest);
            Interlocked.Exchange(ref _bytes, bytes);
            if (removed > 0)
            {
                PayloadLog.Swept(_logger, _directory.Path, removed, bytes);
            }
        }
#pragma warning disable CA1031 // A timer calls this method; the next interval tries again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            PayloadLog.SweepFailed(_logger, _directory.Path, failure);
        }
        finally
        {
            _sweeping.Exit();
        }
    }
}
