using System.Xml.Linq;

namespace Amqp1.Architecture.Tests;

/// <summary>The parts of a project file that determine how the source of the project is compiled.</summary>
internal sealed class ProjectFile
{
    private readonly string _folder;
    private readonly XElement[] _items;
    private readonly string? _assemblyName;

    /// <summary>Reads a project file.</summary>
    /// <param name="path">The full path of the file.</param>
    public ProjectFile(string path)
    {
        _folder = Path.GetDirectoryName(path)!;
        _items = [.. ItemsOf(path)];
        _assemblyName = (string?)XDocument.Load(path).Descendants("AssemblyName").FirstOrDefault();
    }

    /// <summary>The name of the project, which is also the name of its folder.</summary>
    public string Name => Path.GetFileName(_folder);

    /// <summary>The name of its assembly, by which other projects may make it their friend.</summary>
    public string AssemblyName => _assemblyName ?? Name;

    /// <summary>The names of the projects whose assemblies this project references.</summary>
    public IEnumerable<string> References => Items("ProjectReference")
        .Where(item => (string?)item.Attribute("ReferenceOutputAssembly") != "false")
        .Select(item => Path.GetFileNameWithoutExtension(Include(item)));

    /// <summary>The assemblies that may use the internal types of this project.</summary>
    public IEnumerable<string> Friends => Items("InternalsVisibleTo").Select(Include);

    /// <summary>The namespaces that every file of the project uses.</summary>
    public IEnumerable<string> Usings => Items("Using").Select(Include);

    /// <summary>The full paths of the C# files in the folder of the project and of the files that it links from other folders.</summary>
    public IEnumerable<string> Files => Under(_folder).Concat(Items("Compile").Where(item => item.Attribute("Include") is not null).SelectMany(item => Linked(Include(item))));

    /// <summary>Returns the items of a file and of the files that it imports from this repository.</summary>
    private static IEnumerable<XElement> ItemsOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var document = XDocument.Parse(File.ReadAllText(path).Replace("$(MSBuildThisFileDirectory)", folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        return document.Descendants("Import").Select(import => Path.GetFullPath(Path.Combine(folder, import.Attribute("Project")!.Value.Replace('\\', '/'))))
            .SelectMany(ItemsOf).Concat(document.Descendants("ItemGroup").Elements());
    }

    private static IEnumerable<string> Under(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string Include(XElement item) => item.Attribute("Include")?.Value.Replace('\\', '/') ?? "";

    private IEnumerable<XElement> Items(string name) => _items.Where(item => item.Name.LocalName == name && item.Attribute("Include") is not null);

    private IEnumerable<string> Linked(string include)
    {
        var path = Path.GetFullPath(Path.Combine(_folder, include));
        return path.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 ? Under(path[..star]) : [path];
    }
}
