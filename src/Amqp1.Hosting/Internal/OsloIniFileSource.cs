using Microsoft.Extensions.Configuration;

namespace Amqp1.Hosting.Internal;

/// <summary>One oslo ini file that may be missing and may be watched, as .NET's own configuration files.</summary>
internal sealed class OsloIniFileSource : FileConfigurationSource
{
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new OsloIniFileProvider(this);
    }
}
