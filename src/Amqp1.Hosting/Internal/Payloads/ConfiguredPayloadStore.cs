using Amqp1.Configuration;
using Amqp1.Diagnostics;
using Amqp1.Payloads;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Internal;

/// <summary>Opens the store in the directory <c>Amqp1:ClaimCheck:Directory</c>. A relative path is relative to the content root.</summary>
internal static class ConfiguredPayloadStore
{
    private const string Key = Amqp1Options.SectionName + ":ClaimCheck:Directory";

    /// <summary>
    /// Returns the store; null if no directory is configured. Throws <see cref="FormatException"/> with the configuration key in its message.
    /// </summary>
    public static FilePayloadStore? Open(ClaimCheckOptions options, IHostEnvironment environment, TimeProvider time, ILoggerFactory loggers)
    {
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            return null;
        }

        try
        {
            return new FilePayloadStore(
                Path.Combine(environment.ContentRootPath, options.Directory),
                new FilePayloadStoreOptions { Retention = options.Retention, MaxTotalBytes = options.MaxTotalBytes },
                time,
                SafeLogger.Wrap(loggers.CreateLogger<FilePayloadStore>()));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{Key} is '{options.Directory}', which cannot be used: {wrong.Message}", wrong);
        }
    }
}
