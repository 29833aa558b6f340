using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>
/// Credentials from a program (<c>user.exec</c> of a kubeconfig; client.authentication.k8s.io v1 and v1beta1). The answer is
/// kept until shortly before it expires, or until the server refuses it. The program never gets a terminal.
/// </summary>
public sealed class ExecPlugin : ICredentialSource, IDisposable
{
    /// <summary>How long before its end a credential is no longer used: a request takes time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private readonly ExecSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _one = new(1, 1);
    private Credential? _last;

    public ExecPlugin(ExecSettings settings, TimeProvider time)
    {
        if (settings.ApiVersion is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
        {
            throw new UsageException($"The kubeconfig user '{settings.User}' wants its credentials as {settings.ApiVersion}.",
                "Use client.authentication.k8s.io/v1 or v1beta1; write the user entry again with a current version of the tool that made it.");
        }

        if (settings.InteractiveMode == "Always")
        {
            throw new UsageException($"The credential plugin '{settings.Command}' of kubeconfig user '{settings.User}' wants a terminal (interactiveMode: Always), and there is none.",
                "Use another way to sign in for automation.");
        }

        (_settings, _time) = (settings, time);
    }

    public async ValueTask<Credential> GetAsync(Credential? refused, CancellationToken cancellation)
    {
        if (Usable(refused) is { } now) return now;
        await _one.WaitAsync(cancellation);
        try
        {
            // Whoever waited finds what the one before fetched.
            return Usable(refused) ?? (_last = await RunAsync(cancellation));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private Credential? Usable(Credential? refused) =>
        _last is { } last && !ReferenceEquals(last, refused) && (last.Expires is not { } end || end - Margin > _time.GetUtcNow()) ? last : null;

    private async Task<Credential> RunAsync(CancellationToken cancellation)
    {
        using var process = Start();
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(_settings.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(either.Token);
            var complained = process.StandardError.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0) throw Failed($"it ended with code {process.ExitCode}: {Short(await complained)}");
            return Read(await said);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failed($"it did not answer within {_settings.Timeout.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(_settings.Command)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var word in _settings.Arguments) start.ArgumentList.Add(word);
        foreach (var name in _settings.Withheld) start.Environment.Remove(name);
        foreach (var (name, value) in _settings.Environment) start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = Encoding.UTF8.GetString(_settings.Info().Span);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"The credential plugin '{_settings.Command}' of kubeconfig user '{_settings.User}' cannot be started: {Cause(e)}.", InstallHint(), e);
        }
    }

    // ENOENT and EACCES, under their names: the system's own sentence names the working directory, which helps nobody.
    private static string Cause(Win32Exception e) => e.NativeErrorCode switch
    {
        2 => "it was not found",
        13 => "it may not be executed",
        _ => e.Message,
    };

    private Credential Read(string said)
    {
        JsonElement answer;
        try
        {
            answer = JsonElement.Parse(said);
        }
        catch (JsonException)
        {
            // What it said may hold a token: never shown.
            throw Failed("its answer is not JSON");
        }

        if (answer.Text("kind") != "ExecCredential") throw Failed("its answer is not an ExecCredential");
        if (answer.Text("apiVersion") != _settings.ApiVersion)
            throw Failed($"it answered as {answer.Text("apiVersion")}, the kubeconfig asks for {_settings.ApiVersion}");
        var token = answer.Text("status", "token");
        var certificate = answer.Text("status", "clientCertificateData");
        var key = answer.Text("status", "clientKeyData");
        if (token is null && (certificate is null || key is null)) throw Failed("its answer holds neither a token nor a client certificate with its key");
        return new Credential(
            token is null ? null : new Secret(token),
            Certificate: certificate is null || key is null ? null : Certificates.Client(certificate, key, $"credential plugin '{_settings.Command}'"),
            Expires: answer.Text("status", "expirationTimestamp") is { } end
                ? DateTimeOffset.Parse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : null);
    }

    private DeployException Failed(string cause) =>
        new($"The credential plugin '{_settings.Command}' of kubeconfig user '{_settings.User}' gave no credentials: {cause}.",
            $"Run it by hand to see more: {_settings.Command} {string.Join(' ', _settings.Arguments)}".TrimEnd());

    private string InstallHint() => _settings.InstallHint ?? Path.GetFileNameWithoutExtension(_settings.Command) switch
    {
        "gke-gcloud-auth-plugin" =>
            "Install it: gcloud components install gke-gcloud-auth-plugin (or the package google-cloud-cli-gke-gcloud-auth-plugin), or let this tool connect straight through the GKE API.",
        "kubelogin" => "Install it: https://azure.github.io/kubelogin/install.html.",
        "aws" => "Install the AWS command line: https://aws.amazon.com/cli/.",
        _ => "Install it or put it on PATH.",
    };

    private static string Short(string text) => text.Trim() is { Length: > 500 } long_ ? long_[..500] + " ..." : text.Trim();
}
