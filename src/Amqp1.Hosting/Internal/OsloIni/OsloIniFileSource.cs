using Microsoft.Extensions.Configuration;

namespace Amqp1.Hosting.Internal;

/// <summary>A configuration source for one oslo ini file, which may be optional and watched like the configuration files of .NET.</summary>
internal sealed class OsloIniFileSource : FileConfigurationSource
{
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new OsloIniFileProvider(this);
    }
}
