using System.Diagnostics;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>A headless browser for one look at a page.</summary>
internal static class Browser
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Why there is none here; null if there is.</summary>
    public static string? Missing => File.Exists(Chromium) ? null : "Chromium is not installed";

    /// <summary>What the browser made of the page: its elements after it was loaded.</summary>
    public static async Task<string> DumpAsync(Uri url, CancellationToken cancellationToken)
    {
        var profile = Directory.CreateTempSubdirectory("anchor-browser-");
        try
        {
            var start = new ProcessStartInfo(
                Chromium,
                [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    $"--user-data-dir={profile.FullName}",
                    "--dump-dom",
                    url.ToString(),
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var browser = Process.Start(start)!;
            var errors = browser.StandardError.ReadToEndAsync(cancellationToken);
            var page = await browser.StandardOutput.ReadToEndAsync(cancellationToken);
            await browser.WaitForExitAsync(cancellationToken);
            await errors;
            return page;
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }
}
