using Amqp1.Configuration.Oslo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Amqp1.Hosting.Internal;

/// <summary>Reads oslo ini files as keys of the section <c>Amqp1</c>, once, when the configuration is built.</summary>
/// <param name="paths">The files; a later file overrides an earlier one.</param>
/// <param name="files">The provider of files with relative paths; null for the directory of the application.</param>
internal sealed class OsloIniConfigurationProvider(IReadOnlyList<string> paths, IFileProvider? files) : ConfigurationProvider, IOsloIniWarnings
{
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    public override void Load()
    {
        OsloIniResult result;
        try
        {
            result = OsloIni.Load([.. paths.Select(Read)]);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{string.Join(", ", paths)}: {wrong.Message}", wrong);
        }

        Data = new Dictionary<string, string?>(result.ConfigurationKeys, StringComparer.OrdinalIgnoreCase);
        Warnings = result.Warnings;
    }

    private string Read(string path)
    {
        if (files is null || Path.IsPathRooted(path))
        {
            return File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path));
        }

        var file = files.GetFileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"The configuration file {path} was not found.", path);
        }

        using var reader = new StreamReader(file.CreateReadStream());
        return reader.ReadToEnd();
    }
}
