using Microsoft.Extensions.Logging;

namespace Amqp1.Transport.Tls;

/// <summary>
/// The TLS settings of a bus. The files are read again for each connection attempt, so that a renewed certificate takes effect without a
/// restart. While a file cannot be used, the last usable settings remain in effect.
/// </summary>
/// <remarks>Must be used by only one attempt at a time.</remarks>
internal sealed partial class TlsFiles
{
    private readonly TlsFileNames _names;
    private TlsFileTexts _texts;

    /// <summary>
    /// Reads the files for the first time. Throws <see cref="MessagingException"/> with the name of the file if one cannot be used.
    /// </summary>
    public TlsFiles(TlsFileNames names)
    {
        _names = names;
        _texts = TlsSettingsLoader.Read(names);
        Current = TlsSettingsLoader.Create(names, _texts);
    }

    /// <summary>The last usable settings.</summary>
    public TlsSettings Current { get; private set; }

    /// <summary>Reads the files and returns the settings for a connection. Logs a warning if a file cannot be used.</summary>
    public async ValueTask<TlsSettings> ReadAsync(ILogger logger, CancellationToken cancel)
    {
        try
        {
            var texts = await TlsSettingsLoader.ReadAsync(_names, cancel).ConfigureAwait(false);
            if (texts != _texts)
            {
                Current = TlsSettingsLoader.Create(_names, texts);
                _texts = texts;
                ReadAgain(logger);
            }
        }
        catch (MessagingException unusable)
        {
            NotUsable(logger, unusable.Message);
        }

        return Current;
    }

    [LoggerMessage(1031, LogLevel.Information, "The certificate files have changed and were read again")]
    private static partial void ReadAgain(ILogger logger);

    [LoggerMessage(1032, LogLevel.Warning, "A certificate file cannot be used; the last usable certificates stay in force: {Reason}")]
    private static partial void NotUsable(ILogger logger, string reason);
}
