using Amqp1.Hosting.Internal;

namespace Microsoft.Extensions.Configuration;

/// <summary>Reads the configuration files of OpenStack services.</summary>
public static class OsloIniConfigurationExtensions
{
    /// <summary>
    /// Adds oslo ini files such as <c>nova.conf</c>. <c>[DEFAULT] transport_url</c>, <c>[oslo_messaging_amqp]</c>,
    /// <c>[oslo_messaging_notifications]</c> and the other supported options become keys of the section <c>Amqp1</c>.
    /// </summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="paths">
    /// The files; a later file overrides an earlier one. A relative path is relative to the base path of the configuration, which is the
    /// content root in a host. The files are read once; a change takes effect after a restart.
    /// </param>
    /// <remarks>Settings in the files that have no effect are logged as warnings when a host with <c>AddAmqp1Messaging()</c> starts.</remarks>
    /// <exception cref="FileNotFoundException">
    /// A file was not found. The exception is thrown when the configuration is built; a <c>ConfigurationManager</c> throws it at once.
    /// </exception>
    /// <exception cref="FormatException">
    /// A line or a value is not valid. The message names all errors, without secrets. The exception is thrown when the file is read.
    /// </exception>
    public static IConfigurationBuilder AddOsloIni(this IConfigurationBuilder builder, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(paths);
        return builder.Add(new OsloIniConfigurationSource([.. paths]));
    }

    /// <summary>Adds one oslo ini file, which may be optional: <c>AddOsloIni("/etc/nova/nova.conf", optional: true)</c>.</summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="path">The file. A relative path is relative to the base path of the configuration, which is the content root in a host.</param>
    /// <param name="optional">Whether the file may be missing.</param>
    /// <param name="reloadOnChange">
    /// Whether the file is watched and read again when it changes. A host reads its options once, when it starts, so a connection and its
    /// settings change at the next start.
    /// </param>
    /// <remarks>
    /// Files that are added by separate calls override each other like any other configuration source. An option that may be repeated, such
    /// as <c>driver</c>, is then taken from the last file; the values of all files are not combined.
    /// </remarks>
    /// <exception cref="FileNotFoundException">
    /// The file was not found and is not optional. The exception is thrown when the configuration is built; a <c>ConfigurationManager</c>
    /// throws it at once.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// A line or a value is not valid. The inner <see cref="FormatException"/> names all errors, without secrets.
    /// </exception>
    public static IConfigurationBuilder AddOsloIni(this IConfigurationBuilder builder, string path, bool optional, bool reloadOnChange = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var source = new OsloIniFileSource { Path = path, Optional = optional, ReloadOnChange = reloadOnChange };
        source.ResolveFileProvider();
        return builder.Add(source);
    }
}
