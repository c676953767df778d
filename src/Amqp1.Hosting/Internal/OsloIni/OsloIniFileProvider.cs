using Amqp1.Configuration.Oslo;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Hosting.Internal;

/// <summary>Reads one oslo ini file as keys of the section <c>Amqp1</c>, and reads it again when it is watched and changes.</summary>
internal sealed class OsloIniFileProvider(OsloIniFileSource source) : FileConfigurationProvider(source), IOsloIniWarnings
{
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    public override void Load(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var result = OsloIni.Load([reader.ReadToEnd()]);
        Data = new Dictionary<string, string?>(result.ConfigurationKeys, StringComparer.OrdinalIgnoreCase);
        Warnings = result.Warnings;
    }
}
