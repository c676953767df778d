using YamlDotNet.RepresentationModel;

namespace Amqp1.Cli.Tests.Deploy;

/// <summary>The folder <c>deploy</c> of the repository.</summary>
internal static class DeployFolder
{
    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = Find();

    /// <summary>Returns the full path of a file in the folder.</summary>
    public static string PathOf(string name) => Path.Combine(Repository, "deploy", name);

    /// <summary>Returns the text of a file in the folder.</summary>
    public static string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Returns the documents of a YAML file. Throws if the file is not valid, for example if a key occurs twice.</summary>
    public static IReadOnlyList<YamlMappingNode> ReadYaml(string name)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(Read(name));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>Returns the node at a path of keys and indexes below a node; null if it does not exist.</summary>
    public static YamlNode? At(this YamlNode? node, string path)
    {
        foreach (var step in path.Split('/'))
        {
            node = node switch
            {
                YamlMappingNode map => map.Children.TryGetValue(new YamlScalarNode(step), out var value) ? value : null,
                YamlSequenceNode list => int.TryParse(step, out var index) && index < list.Children.Count ? list.Children[index] : null,
                _ => null,
            };
        }

        return node;
    }

    /// <summary>Returns the text at a path below a node; null if it does not exist.</summary>
    public static string? TextAt(this YamlNode? node, string path) => (node.At(path) as YamlScalarNode)?.Value;

    /// <summary>Returns the entries of the list at a path below a node; none if it does not exist.</summary>
    public static IEnumerable<YamlNode> ListAt(this YamlNode? node, string path) => (node.At(path) as YamlSequenceNode)?.Children ?? [];

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Amqp1Hosting.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"Amqp1Hosting.sln was not found above {AppContext.BaseDirectory}.");
    }
}
