using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Amqp1.Hosting.Internal;

/// <summary>The configuration files of an OpenStack service.</summary>
internal sealed class OsloIniConfigurationSource(IReadOnlyList<string> paths) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) =>
        new OsloIniConfigurationProvider(paths, builder.Properties.TryGetValue("FileProvider", out var files) ? files as IFileProvider : null);
}
