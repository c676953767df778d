using Amqp1.Hosting.Internal;

namespace Microsoft.Extensions.Configuration;

/// <summary>Reads the configuration files of OpenStack services.</summary>
public static class OsloIniConfigurationExtensions
{
    /// <summary>
    /// Adds oslo ini files such as <c>nova.conf</c>: <c>[DEFAULT] transport_url</c>, <c>[oslo_messaging_amqp]</c>,
    /// <c>[oslo_messaging_notifications]</c> and the rest become keys of the section <c>Amqp1</c>.
    /// </summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="paths">
    /// The files, a later one overriding an earlier one; relative paths are relative to the configuration's base path, in a host the
    /// content root. They are read once; a change has no effect before a restart.
    /// </param>
    /// <remarks>What has no effect in the files is logged as a warning when a host with <c>AddAmqp1Messaging()</c> starts.</remarks>
    /// <exception cref="FileNotFoundException">A file is missing; thrown when the configuration is built, or at once by a <c>ConfigurationManager</c>.</exception>
    /// <exception cref="FormatException">A line or a value is wrong; the message names all of them, without secrets. Thrown when the file is read.</exception>
    public static IConfigurationBuilder AddOsloIni(this IConfigurationBuilder builder, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(paths);
        return builder.Add(new OsloIniConfigurationSource([.. paths]));
    }

    /// <summary>Adds one oslo ini file, which may be missing: <c>AddOsloIni("/etc/nova/nova.conf", optional: true)</c>.</summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="path">The file; a relative path is relative to the configuration's base path, in a host the content root.</param>
    /// <param name="optional">Whether the file may be missing.</param>
    /// <param name="reloadOnChange">
    /// Whether the file is watched and read again when it changes. Options of a host take what was read when it started, so
    /// a connection and its settings change at the next start.
    /// </param>
    /// <remarks>
    /// Several files that are added by several calls override each other as any configuration does; options that may repeat, such as
    /// <c>driver</c>, are then taken from the last file and not collected from all of them.
    /// </remarks>
    /// <exception cref="FileNotFoundException">The file is missing and not optional; thrown when the configuration is built, or at once by a <c>ConfigurationManager</c>.</exception>
    /// <exception cref="InvalidDataException">A line or a value is wrong; the inner <see cref="FormatException"/> names all of them, without secrets.</exception>
    public static IConfigurationBuilder AddOsloIni(this IConfigurationBuilder builder, string path, bool optional, bool reloadOnChange = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var source = new OsloIniFileSource { Path = path, Optional = optional, ReloadOnChange = reloadOnChange };
        source.ResolveFileProvider();
        return builder.Add(source);
    }
}
