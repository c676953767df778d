using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Amqp1.Architecture.Tests;

/// <summary>The source of all projects under <c>src</c>, compiled so that every name is bound to its symbol.</summary>
internal sealed class SourceTree
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14, DocumentationMode.None);

    private static readonly Lazy<SourceTree> Loaded = new(() => new SourceTree());

    private readonly Dictionary<string, ProjectFile> _files;
    private readonly Dictionary<string, CSharpCompilation> _compiled = [];
    private readonly MetadataReference[] _libraries;

    private SourceTree()
    {
        _files = Directory.EnumerateFiles(Sources, "*.csproj", SearchOption.AllDirectories).Select(path => new ProjectFile(path)).ToDictionary(file => file.Name);
        _libraries = [.. Libraries().Select(path => MetadataReference.CreateFromFile(path))];
        Projects = [.. _files.Values.OrderBy(file => file.Name, StringComparer.Ordinal).Select(Compile)];
        Rooms = [.. Projects.SelectMany(Files).Select(tree => Room.Of(tree.FilePath)).Distinct().Order()];
        var scans = Projects.SelectMany(project => Files(project).Select(file => (project, file))).AsParallel().AsOrdered().Select(pair => new FileScan(pair.project, pair.file)).ToArray();
        Arrows = [.. scans.SelectMany(scan => scan.Arrows)];
        Unbound = [.. scans.SelectMany(scan => scan.Unbound)];
    }

    /// <summary>The only instance. It compiles the projects when it is first read.</summary>
    public static SourceTree Instance => Loaded.Value;

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// One compilation for each project, by the name of the project. Each is compiled against the source of the projects that it
    /// references.
    /// </summary>
    public IReadOnlyList<CSharpCompilation> Projects { get; }

    /// <summary>All rooms, in order.</summary>
    public IReadOnlyList<Room> Rooms { get; }

    /// <summary>Every use of a symbol of another room.</summary>
    public IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>The names that are bound to no symbol, with their places.</summary>
    public IReadOnlyList<string> Unbound { get; }

    private static string Sources => Path.Combine(Root, "src");

    /// <summary>Returns the files of a project, with paths relative to <c>src</c>.</summary>
    public static IEnumerable<SyntaxTree> Files(CSharpCompilation project) => project.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    private static CSharpSyntaxTree Parse(string path)
    {
        var name = Path.GetRelativePath(Sources, path).Replace('\\', '/');
        return (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(File.ReadAllText(path), Parsing, name, Encoding.UTF8);
    }

    /// <summary>Returns the assemblies of this process, without those that are compiled from source here.</summary>
    private IEnumerable<string> Libraries()
    {
        var own = _files.Values.Select(file => file.AssemblyName).Append(typeof(SourceTree).Assembly.GetName().Name!).ToHashSet();
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => !own.Contains(Path.GetFileNameWithoutExtension(path)));
    }

    private CSharpCompilation Compile(ProjectFile file)
    {
        if (_compiled.TryGetValue(file.Name, out var known))
        {
            return known;
        }

        var references = Reachable(file).Select(other => Compile(other).ToMetadataReference());
        var common = ImplicitUsings
            + string.Concat(file.Usings.Select(name => $"global using {name};\n"))
            + string.Concat(file.Friends.Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n"));
        return _compiled[file.Name] = CSharpCompilation.Create(
            file.AssemblyName,
            [.. file.Files.AsParallel().AsOrdered().Select(Parse), CSharpSyntaxTree.ParseText(common, Parsing)],
            [.. _libraries, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Returns the projects that a project references, directly or through others.</summary>
    private IEnumerable<ProjectFile> Reachable(ProjectFile file) =>
        file.References.Select(name => _files[name]).SelectMany(other => Reachable(other).Prepend(other)).Distinct();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Amqp1Hosting.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"Amqp1Hosting.sln was not found above {AppContext.BaseDirectory}.");
    }
}
