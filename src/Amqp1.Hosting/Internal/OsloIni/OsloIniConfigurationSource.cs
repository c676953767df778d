using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Amqp1.Hosting.Internal;

/// <summary>A configuration source for oslo ini files that are read once.</summary>
internal sealed class OsloIniConfigurationSource(IReadOnlyList<string> paths) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) =>
        new OsloIniConfigurationProvider(paths, builder.Properties.TryGetValue("FileProvider", out var files) ? files as IFileProvider : null);
}
