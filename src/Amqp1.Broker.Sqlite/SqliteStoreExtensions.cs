using Amqp1.Broker.Sqlite;
using Amqp1.Broker.Sqlite.Tables;
using Amqp1.Broker.Storage;

namespace Amqp1.Embedded;

/// <summary>Gives an embedded broker a durable store.</summary>
public static class SqliteStoreExtensions
{
    /// <summary>The smallest limit, in bytes.</summary>
    internal const long LeastMaxBytes = 1024 * 1024;

    /// <summary>
    /// Keeps queues and their messages in a SQLite file. A message is accepted when it is on disk, and queues are there again after a
    /// restart. The file is opened when the broker starts, and belongs to this process until the broker is stopped.
    /// </summary>
    /// <param name="options">The options of the broker.</param>
    /// <param name="path">The path of the file, which is created if it does not exist. Its folder must exist.</param>
    /// <param name="maxBytes">The size from which messages are rejected, in bytes. Default: null, the disk is the limit.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is less than 1 MiB.</exception>
    public static EmbeddedRouterOptions UseSqliteStore(this EmbeddedRouterOptions options, string path, long? maxBytes = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes ?? long.MaxValue, LeastMaxBytes, nameof(maxBytes));
        var settings = new SqliteStoreSettings { Path = Path.GetFullPath(path), MaxBytes = maxBytes };
        options.OpenStore = (listener, time, logger) => MessageStore.Open(new SqliteStoreEngine(settings, time, logger), listener, time, logger);
        return options;
    }
}
