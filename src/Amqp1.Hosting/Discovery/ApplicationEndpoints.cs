using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Amqp1.Hosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Discovery;

/// <summary>The endpoint classes of the application's own assembly.</summary>
/// <remarks>
/// The assembly is the one that the host names as the application: under a test runner that is the tested application, where the
/// entry assembly is the runner.
/// </remarks>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal sealed class ApplicationEndpoints(IHostEnvironment environment, IOptions<Amqp1HostingOptions> options) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json) =>
        options.Value.DiscoverEndpoints && Assembly() is { } assembly ? new ReflectedEndpoints(assembly.GetTypes).Load(json) : EndpointTable.Empty;

    private Assembly? Assembly()
    {
        try
        {
            return System.Reflection.Assembly.Load(new AssemblyName(environment.ApplicationName));
        }
        catch (Exception nameOnly) when (nameOnly is FileNotFoundException or FileLoadException or ArgumentException)
        {
            // An application may call itself something else than its assembly.
            return System.Reflection.Assembly.GetEntryAssembly();
        }
    }
}
