// Looks into packages: eng/check-packages.cs FOLDER. Says what is wrong and ends with 1, or lists what is there.
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;

var folder = args is [var given] ? given : throw new ArgumentException("Name the folder of the packages.");
var errors = new List<string>();
string[] expected =
[
    .. Directory.EnumerateFiles("src", "*.csproj", SearchOption.AllDirectories)
        .Where(IsPackable)
        .Select(project => Path.GetFileNameWithoutExtension(project))
        .Order(StringComparer.Ordinal),
];
foreach (var id in expected)
{

    // The identifier is followed by the version. Another identifier may begin with this one.
    string[] packages = [.. Directory.GetFiles(folder, $"{id}.*.nupkg").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[id.Length + 1]))];
    if (packages is not [var package])
    {
        errors.Add($"{id}: {packages.Length} packages instead of one.");
        continue;
    }

    CheckPackage(id, package);
    CheckSymbols(id, Path.ChangeExtension(package, ".snupkg"));
    Console.WriteLine($"{Path.GetFileName(package)}  {new FileInfo(package).Length / 1024} KB");
}

errors.ForEach(Console.Error.WriteLine);
return errors.Count == 0 && expected.Length > 0 ? 0 : 1;

// Not so where the project, or a file that it imports, says no.
bool IsPackable(string project)
{
    var imports = XDocument.Load(project).Descendants("Import").Select(import => Path.Combine(Path.GetDirectoryName(project)!, import.Attribute("Project")!.Value.Replace('\\', '/')));
    return !imports.Prepend(project).Any(file => File.ReadAllText(file).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal));
}

// The assembly of a tool has the name of its command.
static string AssemblyOf(string id) => id == "Amqp1.Cli" ? "amqp1" : id;

void CheckPackage(string id, string path)
{
    using var zip = ZipFile.OpenRead(path);
    using var text = zip.GetEntry($"{id}.nuspec")!.Open();
    var metadata = XDocument.Load(text).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    string Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
    Expect(id, Value("license") == "Apache-2.0", "the licence is not Apache-2.0");
    Expect(id, Value("description").Length > 20 && Value("description") != "Package Description", "there is no description");
    Expect(id, Value("readme") == "README.md" && zip.GetEntry("README.md") is not null, "there is no README.md");
    Expect(id, Value("icon") == "icon.png" && zip.GetEntry("icon.png") is not null, "there is no icon");

    // A tool has its assemblies elsewhere.
    if (!zip.Entries.Any(entry => entry.FullName.StartsWith("tools/", StringComparison.Ordinal)))
    {
        // Contracts are also shared with libraries for earlier frameworks.
        var framework = id == "Amqp1.Abstractions" ? "netstandard2.0" : "net10.0";
        Expect(id, zip.GetEntry($"lib/{framework}/{id}.dll") is not null, "there is no assembly");
        Expect(id, zip.GetEntry($"lib/{framework}/{id}.xml") is not null, "there are no XML docs");
    }

    string[] parts = id == "Amqp1.Hosting"
        ? ["analyzers/dotnet/cs/Amqp1.Generators.dll", "analyzers/dotnet/cs/Amqp1.Generators.CodeFixes.dll", "build/Amqp1.Hosting.props", "buildTransitive/Amqp1.Hosting.props"]
        : [];
    foreach (var part in parts)
    {
        Expect(id, zip.GetEntry(part) is not null, $"{part} is not inside");
    }
}

void CheckSymbols(string id, string path)
{
    if (!File.Exists(path))
    {
        errors.Add($"{id}: there is no symbol package.");
        return;
    }

    using var zip = ZipFile.OpenRead(path);
    var symbols = zip.Entries.SingleOrDefault(entry => entry.Name == $"{AssemblyOf(id)}.pdb");
    Expect(id, symbols is not null, "there are no symbols");
    if (symbols is not null)
    {
        using var copy = new MemoryStream();
        using (var content = symbols.Open())
        {
            content.CopyTo(copy);
        }

        copy.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(copy);
        var reader = provider.GetMetadataReader();
        var foreign = reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))
            .FirstOrDefault(name => !name.StartsWith("/_/", StringComparison.Ordinal));
        Expect(id, foreign is null, $"the symbols hold the path {foreign}");
    }
}

void Expect(string id, bool met, string error)
{
    if (!met)
    {
        errors.Add($"{id}: {error}.");
    }
}
