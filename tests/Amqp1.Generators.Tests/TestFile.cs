namespace Amqp1.Generators.Tests;

/// <summary>Reads and writes text files in the folder of the tests.</summary>
internal static class TestFile
{
    public static string Read(string folder, string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, folder, name + ".txt"));

    /// <summary>Writes the file into the source folder, which is found by searching the parent folders of the tests.</summary>
    public static void Write(string folder, string name, string text)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Amqp1.Generators.Tests.csproj")))
            {
                File.WriteAllText(Path.Combine(directory.FullName, folder, name + ".txt"), text);
                return;
            }
        }

        throw new FileNotFoundException("No folder above the tests has their project.");
    }
}
