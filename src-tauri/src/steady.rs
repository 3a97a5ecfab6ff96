//! Keeps a page standing where the system's web view is weak. On Linux the page is drawn by a process of its own, which
//! a graphics driver can take down with it: then the page is loaded again. What it showed lives in the programme, so
//! nothing is lost but the place that was scrolled to. The web views of Windows and macOS do this themselves.

/// Makes a window's page steady. To be called once, when the window is there.
#[cfg(target_os = "linux")]
pub fn keep(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt as _;

    window.with_webview(|page| {
        page.inner()
            .connect_web_process_terminated(|page, _| page.reload());
    })
}

/// Makes a window's page steady. Here the system does.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "the same call everywhere")]
pub fn keep(_window: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
