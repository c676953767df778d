using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Generated;

/// <summary>
/// The assembly of the application: the one that the host names. Under a test runner that is the tested application, where the entry
/// assembly is the runner.
/// </summary>
internal static class ApplicationAssembly
{
    /// <summary>Null in a process that was not started from .NET, without a host that names one.</summary>
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
            // An application may call itself something else than its assembly.
            return entry;
        }
    }

    /// <summary>The same before there is a container: builders of hosts register the environment first, as an object.</summary>
    public static Assembly? Find(IServiceCollection services) => Find(
        services.LastOrDefault(service => service.ServiceType == typeof(IHostEnvironment) && !service.IsKeyedService)?.ImplementationInstance as IHostEnvironment);
}
