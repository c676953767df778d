namespace Amqp1.Core.Tests.Configuration;

/// <summary>Finds files of the repository by searching the parent folders of the tests.</summary>
internal static class RepositoryFile
{
    public static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Amqp1Hosting.sln")))
            {
                return Path.Combine(folder.FullName, name);
            }
        }

        throw new FileNotFoundException("No folder above the tests has the solution.", name);
    }
}
