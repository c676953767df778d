using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Generated;

/// <summary>
/// Finds the assembly of the application, whose name the host knows. In a test process this is the application under test, and the entry
/// assembly is the test runner.
/// </summary>
internal static class ApplicationAssembly
{
    /// <summary>Returns the assembly; null in a process that was not started from .NET and has no host with the name of an assembly.</summary>
    public static Assembly? Find(IHostEnvironment? environment)
    {
        var entry = Assembly.GetEntryAssembly();
        if (environment is null || entry?.GetName().Name == environment.ApplicationName)
        {
            return entry;
        }

        try
        {
            return Assembly.Load(new AssemblyName(environment.ApplicationName));
        }
        catch (Exception nameOnly) when (nameOnly is FileNotFoundException or FileLoadException or ArgumentException)
        {
            // The name of an application may differ from the name of its assembly.
            return entry;
        }
    }

    /// <summary>Returns the assembly before the container is built. Host builders register the environment first, as an instance.</summary>
    public static Assembly? Find(IServiceCollection services) => Find(
        services.LastOrDefault(service => service.ServiceType == typeof(IHostEnvironment) && !service.IsKeyedService)?.ImplementationInstance as IHostEnvironment);
}
